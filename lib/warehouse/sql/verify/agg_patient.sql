select p.patient_id, p.sex, coalesce(s.studies, 0)
from ods.patients as p
left join (select patient_id, count(*) as studies from ods.encounters group by patient_id) as s
    on s.patient_id = p.patient_id
