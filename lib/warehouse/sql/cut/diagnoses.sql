-- The last diagnosis of a part: that of the $2-th label after $1. No row: the rest is smaller.
select diagnosis_code
from ods.encounter_diagnoses
where diagnosis_code > $1
order by diagnosis_code
offset $2::bigint - 1 limit 1
