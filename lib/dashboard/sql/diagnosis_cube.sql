-- analytics.diagnosis_cube of the diagnoses $1, without its sorting.
select year, age_group as age, sex, diagnosis_code as diagnosis, encounters
from dwh.agg_diagnosis
where encounters > 0 and diagnosis_code = any ($1::text[])
