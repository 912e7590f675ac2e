-- $1 images, each once, $2 their problems, $3 now. The images that the store has, and whether anything was written.
with found as (
    select stored.encounter_id, stored.procedure_id, given.problem
    from unnest($1::text[], $2::text[]) as given (procedure_id, problem)
    join ods.procedures as stored on stored.procedure_id = given.procedure_id
), written as (
    insert into ingest.reported_images as known (encounter_id, procedure_id, problem, reported_at)
    select encounter_id, procedure_id, problem, $3::timestamptz from found
    on conflict (encounter_id, procedure_id) do update
    set problem = excluded.problem, reported_at = excluded.reported_at
    where known.problem <> excluded.problem
    returning procedure_id
)
select found.procedure_id, written.procedure_id is not null as is_written
from found left join written on written.procedure_id = found.procedure_id
