-- fact_encounter: the encounters $1 (NULL: all). The dimensions are up to date by now; a member that is missing all the
-- same gives a NULL, which the table refuses: no fact is lost by a join. (`offset 0` keeps the age from being computed
-- once for each column that depends on it.)
select e.encounter_id, e.patient_key, e.date_key, e.facility_id, e.age_years,
       case when e.age_years < 18 then '0-17' when e.age_years < 35 then '18-34'
            when e.age_years < 55 then '35-54' else '55+' end as age_group,
       coalesce(p.images, 0) as procedures, coalesce(d.labels, 0) as diagnoses,
       case when d.labels is null then 'unlabelled' when d.has_finding then 'finding'
            when d.is_normal then 'normal' else 'undetermined' end as finding_status,
       r.encounter_id is not null as has_report
from (
    select s.encounter_id, v.patient_key, t.date_key, s.facility_id,
           -- Full years: the difference of two dates written YYYYMMDD. A birth corrected to after the study is 0.
           greatest(0, (t.date_key - to_char(v.birth_date, 'YYYYMMDD')::integer) / 10000)::smallint as age_years
    from ods.encounters as s
    left join dwh.dim_date as t on t.date = s.encounter_date
    left join dwh.dim_patient as v on v.patient_id = s.patient_id
                                  and s.encounter_date >= v.valid_from and s.encounter_date < v.valid_to
    where $1::text[] is null or s.encounter_id = any ($1)
    offset 0
) as e
left join (
    select encounter_id, count(*)::integer as images
    from ods.procedures
    where $1::text[] is null or encounter_id = any ($1)
    group by encounter_id
) as p on p.encounter_id = e.encounter_id
left join (
    select l.encounter_id, count(*)::integer as labels,
           bool_or(k.kind in ('finding', 'differential')) as has_finding, bool_or(k.kind = 'normal') as is_normal
    from ods.encounter_diagnoses as l
    join ods.diagnoses as k on k.diagnosis_code = l.diagnosis_code
    where $1::text[] is null or l.encounter_id = any ($1)
    group by l.encounter_id
) as d on d.encounter_id = e.encounter_id
left join (
    select distinct encounter_id
    from ods.reports
    where ($1::text[] is null or encounter_id = any ($1)) and report_text is not null
) as r on r.encounter_id = e.encounter_id
