-- The last month of a part, by its first day: that of the $2-th study after the month $1. No row: the rest is smaller.
select date_trunc('month', encounter_date::timestamp)::date::text
from ods.encounters
where encounter_date >= ($1::date + interval '1 month')::date
order by encounter_date
offset $2::bigint - 1 limit 1
