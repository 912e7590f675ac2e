-- dim_diagnosis: the diagnoses $1; NULL: all, and the member for encounters without a label, whose code no label of a
-- feed can have (codes are made of letters, digits and hyphens).
select diagnosis_code, description, cui, kind, in_taxonomy
from ods.diagnoses
where $1::text[] is null or diagnosis_code = any ($1)
union all
select '(unlabelled)', 'no label', null, 'unlabelled', false
where $1::text[] is null
