-- Encounters after $1 up to $2 (NULL: to the end). Each with its patient as he was on that day and what its labels make of it.
-- Written apart from the refresh: other joins, another way to count years, other words for the same rules
-- (docs/data-dictionary.md).
select e.encounter_id,
       coalesce((select e.patient_id || to_char(max(m.valid_from), '"@"YYYY-MM-DD')
                 from ods.patient_moves as m
                 where m.patient_id = e.patient_id and m.valid_from <= e.encounter_date), e.patient_id),
       to_char(e.encounter_date, 'YYYYMMDD')::integer, e.facility_id, e.years::smallint,
       (array['0-17', '18-34', '35-54', '55+'])[1 + width_bucket(e.years, array[18, 35, 55])],
       coalesce(images.count, 0), coalesce(label.count, 0),
       case when label.encounter_id is null then 'unlabelled'
            when label.strongest < 3 then 'finding'
            when label.strongest = 3 then 'normal'
            else 'undetermined' end,
       texts.encounter_id is not null
from (
    select s.encounter_id, s.patient_id, s.encounter_date, s.facility_id,
           greatest(0, date_part('year', age(s.encounter_date::timestamp, p.birth_date::timestamp)))::integer as years
    from ods.encounters as s
    join ods.patients as p on p.patient_id = s.patient_id
    where s.encounter_id > $1 and ($2::text is null or s.encounter_id <= $2)
    offset 0 -- the age once, not for each column that is made of it
) as e
left join (
    select l.encounter_id, min(array_position(array['finding', 'differential', 'normal'], d.kind::text)) as strongest,
           count(*)::integer
    from ods.encounter_diagnoses as l
    join ods.diagnoses as d using (diagnosis_code)
    where l.encounter_id > $1 and ($2::text is null or l.encounter_id <= $2)
    group by l.encounter_id
) as label on label.encounter_id = e.encounter_id
left join (
    select encounter_id, count(*)::integer
    from ods.procedures
    where encounter_id > $1 and ($2::text is null or encounter_id <= $2)
    group by encounter_id
) as images on images.encounter_id = e.encounter_id
left join (
    select encounter_id
    from ods.reports
    where report_text is not null and encounter_id > $1 and ($2::text is null or encounter_id <= $2)
    group by encounter_id
) as texts on texts.encounter_id = e.encounter_id
