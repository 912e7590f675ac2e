select date_trunc('month', encounter_date::timestamp)::date, age_group, sex, count(*)
from pg_temp.scratch_encounter
group by 1, 2, 3
