-- Contributions of the encounters $1 (NULL: of all) to agg_procedure.
select make_date(date_key / 10000, date_key / 100 % 100, 1), procedure_key, count(*)
from dwh.fact_procedure
where $1::text[] is null or encounter_id = any ($1)
group by 1, 2
