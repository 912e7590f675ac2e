-- Up to $2 changed encounters for the run $1. A mark of another run is of no account: only one runs at a time, and what
-- a crash left was rolled back.
update ingest.change_queue
set run_id = $1::uuid
where encounter_id in (select distinct encounter_id from ingest.change_queue
                       where run_id is distinct from $1::uuid order by encounter_id limit $2::bigint)
returning encounter_id
