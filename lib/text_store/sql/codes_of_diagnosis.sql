with named as (
    select diagnosis_code from ods.diagnoses where diagnosis_code = $1 or lower(description) = lower($1)
)
select diagnosis_code from named
union
select a.diagnosis_code from ods.diagnosis_ancestors as a join named as n on n.diagnosis_code = a.ancestor_code
