-- The last patient of a part: the $2-th after $1, or the one of the $2-th study if he comes first. No row: the rest is smaller.
select min(patient_id)
from (
    (select patient_id from ods.patients where patient_id > $1 order by patient_id offset $2::bigint - 1 limit 1)
    union all
    (select patient_id from ods.encounters where patient_id > $1 order by patient_id offset $2::bigint - 1 limit 1)
) as last
having min(patient_id) is not null
