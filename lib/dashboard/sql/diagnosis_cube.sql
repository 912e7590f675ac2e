-- analytics.diagnosis_cube, without its sorting.
select c.year, c.age_group as age, c.sex, c.diagnosis_code as diagnosis, c.encounters
from dwh.agg_diagnosis as c
join dwh.dim_diagnosis as d on d.diagnosis_code = c.diagnosis_code and d.kind <> 'unlabelled'
where c.encounters > 0
