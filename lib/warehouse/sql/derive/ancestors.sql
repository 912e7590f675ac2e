-- dim_diagnosis_ancestor: the ancestors of the diagnoses $1 (NULL: of all).
select diagnosis_code, ancestor_code
from ods.diagnosis_ancestors
where $1::text[] is null or diagnosis_code = any ($1)
