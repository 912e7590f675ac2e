-- Facts of the warehouse whose day is not in its calendar.
select count(*) as checked_rows, count(*) filter (where d.date_key is null) as failing_rows
from dwh.fact_encounter as f
left join dwh.dim_date as d on d.date_key = f.date_key
