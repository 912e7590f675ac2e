-- Studies made before their patient's birth.
select count(*) as checked_rows, count(*) filter (where e.encounter_date < p.birth_date) as failing_rows
from ods.encounters as e
left join ods.patients as p on p.patient_id = e.patient_id
