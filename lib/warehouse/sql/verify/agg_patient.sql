-- Patients after $1 up to $2 (NULL: to the end).
select p.patient_id, p.sex, coalesce(s.studies, 0)
from ods.patients as p
left join (
    select patient_id, count(*) as studies
    from ods.encounters
    where patient_id > $1 and ($2::text is null or patient_id <= $2)
    group by patient_id
) as s on s.patient_id = p.patient_id
where p.patient_id > $1 and ($2::text is null or p.patient_id <= $2)
