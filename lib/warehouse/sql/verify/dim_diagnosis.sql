select diagnosis_code, description, cui, kind, in_taxonomy from ods.diagnoses
union all
values ('(unlabelled)', 'no label', null, 'unlabelled', false)
