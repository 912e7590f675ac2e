-- Contributions of the encounters $1 (NULL: of all) to agg_encounter.
select make_date(f.date_key / 10000, f.date_key / 100 % 100, 1), f.age_group, p.sex, count(*)
from dwh.fact_encounter as f
join dwh.dim_patient as p on p.patient_key = f.patient_key
where $1::text[] is null or f.encounter_id = any ($1)
group by 1, 2, 3
