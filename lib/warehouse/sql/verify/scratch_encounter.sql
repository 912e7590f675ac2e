-- Each study with its patient as he was on that day and what its labels make of it. Written apart from the refresh:
-- other joins, another way to count years, other words for the same rules (docs/data-dictionary.md).
create temporary table scratch_encounter on commit drop as
select e.encounter_id, e.encounter_date, e.facility_id, e.patient_id, p.sex,
       coalesce((select e.patient_id || to_char(max(m.valid_from), '"@"YYYY-MM-DD')
                 from ods.patient_moves as m
                 where m.patient_id = e.patient_id and m.valid_from <= e.encounter_date), e.patient_id) as patient_key,
       age.years, (array['0-17', '18-34', '35-54', '55+'])[1 + width_bucket(age.years, array[18, 35, 55])] as age_group,
       case when label.kinds is null then 'unlabelled'
            when label.kinds && array['finding', 'differential'] then 'finding'
            when label.kinds @> array['normal'] then 'normal'
            else 'undetermined' end as finding_status
from ods.encounters as e
join ods.patients as p on p.patient_id = e.patient_id
cross join lateral (
    select greatest(0, extract(year from age(e.encounter_date::timestamp, p.birth_date::timestamp)))::integer as years
) as age
left join (
    select l.encounter_id, array_agg(d.kind::text) as kinds
    from ods.encounter_diagnoses as l
    join ods.diagnoses as d using (diagnosis_code)
    group by l.encounter_id
) as label on label.encounter_id = e.encounter_id
