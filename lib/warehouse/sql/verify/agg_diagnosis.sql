select extract(year from e.encounter_date)::integer, e.age_group, e.sex, coalesce(l.diagnosis_code, '(unlabelled)'), count(*)
from pg_temp.scratch_encounter as e
left join ods.encounter_diagnoses as l on l.encounter_id = e.encounter_id
group by 1, 2, 3, 4
