-- Contributions of the encounters $1 (NULL: of all) to agg_diagnosis.
select f.date_key / 10000, f.age_group, p.sex, b.diagnosis_code, count(*)
from dwh.bridge_encounter_diagnosis as b
join dwh.fact_encounter as f on f.encounter_id = b.encounter_id
join dwh.dim_patient as p on p.patient_key = f.patient_key
where $1::text[] is null or (b.encounter_id = any ($1) and f.encounter_id = any ($1))
group by 1, 2, 3, 4
