-- $1 feed, $2 generation; $3..$6: encounter, procedure, report (or null) and offset of each record of the batch.
-- An open record before it is told that a later one spoke of its encounter, its image, its report.
update ingest.quarantine as waiting
set later_encounter_offset = greatest(waiting.later_encounter_offset, seen.encounter_offset),
    later_procedure_offset = greatest(waiting.later_procedure_offset, seen.procedure_offset),
    later_report_offset = greatest(waiting.later_report_offset, seen.report_offset)
from (
    select held.quarantine_id,
           max(now_read.byte_offset) as encounter_offset,
           max(now_read.byte_offset) filter (where now_read.procedure_id = held.procedure_id) as procedure_offset,
           max(now_read.byte_offset) filter (where now_read.report_id = held.report_id) as report_offset
    from unnest($3::text[], $4::text[], $5::text[], $6::bigint[]) as now_read (encounter_id, procedure_id, report_id, byte_offset)
    join ingest.quarantine as held on held.encounter_id = now_read.encounter_id
    where held.status = 'open' and held.feed = $1 and held.generation = $2 and held.byte_offset < now_read.byte_offset
    group by held.quarantine_id
) as seen
where waiting.quarantine_id = seen.quarantine_id
