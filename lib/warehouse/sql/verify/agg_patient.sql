select p.patient_id, p.sex, (select count(*) from ods.encounters as e where e.patient_id = p.patient_id)
from ods.patients as p
