-- Of encounters after $1 up to $2 (NULL: to the end).
select e.encounter_id, coalesce(l.diagnosis_code, '(unlabelled)'), (count(*) over (partition by e.encounter_id))::integer
from ods.encounters as e
left join (
    select encounter_id, diagnosis_code
    from ods.encounter_diagnoses
    where encounter_id > $1 and ($2::text is null or encounter_id <= $2)
) as l on l.encounter_id = e.encounter_id
where e.encounter_id > $1 and ($2::text is null or e.encounter_id <= $2)
