-- Studies of the encounters $1 (NULL: of all) by patient.
select p.patient_id, count(*)
from dwh.fact_encounter as f
join dwh.dim_patient as p on p.patient_key = f.patient_key
where $1::text[] is null or f.encounter_id = any ($1)
group by 1
