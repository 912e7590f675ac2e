-- Encounters with a label among $1 whose kind is no longer what the dimension says.
select distinct l.encounter_id
from ods.diagnoses as n
join dwh.dim_diagnosis as o on o.diagnosis_code = n.diagnosis_code and o.kind <> n.kind
join ods.encounter_diagnoses as l on l.diagnosis_code = n.diagnosis_code
where n.diagnosis_code = any ($1::text[])
