-- The last encounter of a part: the $2-th after $1. No row: the rest is smaller.
select encounter_id from ods.encounters where encounter_id > $1 order by encounter_id offset $2::bigint - 1 limit 1
