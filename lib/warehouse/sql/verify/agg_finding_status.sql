select date_trunc('month', encounter_date::timestamp)::date, finding_status, count(*)
from pg_temp.scratch_encounter
group by 1, 2
