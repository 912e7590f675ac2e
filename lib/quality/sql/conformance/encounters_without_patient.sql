-- Studies whose patient is not in the store.
select count(*) as checked_rows, count(*) filter (where p.patient_id is null) as failing_rows
from ods.encounters as e
left join ods.patients as p on p.patient_id = e.patient_id
