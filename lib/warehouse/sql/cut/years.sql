-- The last year of a part: that of the $2-th study after the year $1. No row: the rest is smaller.
select extract(year from encounter_date)::integer::text
from ods.encounters
where encounter_date >= make_date($1::integer + 1, 1, 1)
order by encounter_date
offset $2::bigint - 1 limit 1
