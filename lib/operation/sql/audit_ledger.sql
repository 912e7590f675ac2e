-- $1 feed. Each row a difference between the ledger, the checkpoint and the tables: what, and where.
with steps as (
    select generation, batch_id, start_offset, end_offset, first_row, last_row,
           lag(end_offset, 1, 0::bigint) over in_order as expected_start,
           lag(last_row, 1, 0::bigint) over in_order as expected_row,
           loaded_records + unchanged_records + superseded_records + quarantined_records as records,
           quarantined_records
    from ingest.batches
    where feed = $1 and kind = 'feed'
    window in_order as (partition by generation order by start_offset)
), ends as (
    select generation, max(end_offset) as end_offset, max(last_row) as last_row from steps group by generation
)
select format('batch %s of generation %s begins at byte %s, the one before it ends at %s', batch_id, generation, start_offset,
              expected_start) as difference
from steps where start_offset <> expected_start
union all
select format('batch %s of generation %s begins at row %s, the one before it ends at %s', batch_id, generation, first_row,
              expected_row)
from steps where first_row <> expected_row
union all
select format('batch %s of generation %s spans %s rows and accounts for %s', batch_id, generation, last_row - first_row, records)
from steps where last_row - first_row <> records
union all
select format('batch %s of generation %s counts %s quarantined records, the table holds %s', steps.batch_id, steps.generation,
              steps.quarantined_records, count(held.quarantine_id))
from steps
left join ingest.quarantine as held
    on held.feed = $1 and held.generation = steps.generation and held.byte_offset >= steps.start_offset
   and held.byte_offset < steps.end_offset
group by steps.batch_id, steps.generation, steps.quarantined_records
having steps.quarantined_records <> count(held.quarantine_id)
union all
select format('generation %s: the checkpoint stands at byte %s row %s, the ledger ends at byte %s row %s', checkpoint.generation,
              byte_offset, checkpoint.last_row, coalesce(ends.end_offset, 0), coalesce(ends.last_row, 0))
from ingest.checkpoint as checkpoint
left join ends on ends.generation = checkpoint.generation
where feed = $1
  and (byte_offset, checkpoint.last_row) is distinct from (coalesce(ends.end_offset, 0), coalesce(ends.last_row, 0))
union all
select format('generation %s was given up at byte %s, the ledger of the one before it ends at %s', later.generation,
              later.previous_end, coalesce(ends.end_offset, 0))
from ingest.generations as later
left join ends on ends.generation = later.generation - 1
where later.feed = $1 and later.generation > 1 and later.previous_end <> coalesce(ends.end_offset, 0)
