-- Studies with a date after today; a day is allowed for time zones.
select count(*) as checked_rows,
       count(*) filter (where encounter_date > (now() at time zone 'UTC')::date + 1) as failing_rows
from ods.encounters
