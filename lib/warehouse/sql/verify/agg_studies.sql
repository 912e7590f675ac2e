select sex, studies, count(*)
from (
    select p.patient_id, p.sex, count(e.encounter_id) as studies
    from ods.patients as p
    left join ods.encounters as e on e.patient_id = p.patient_id
    group by p.patient_id, p.sex
) as patient
group by sex, studies
