-- Studies whose patient is older than 110 years.
select count(*) as checked_rows, count(*) filter (where age_years > 110) as failing_rows
from dwh.fact_encounter
