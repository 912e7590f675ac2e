-- The feed's last 10,000 batches: what became of their bytes, and whether each begins where the one before it ended and
-- the last one ends at the checkpoint.
with recent as (
    select b.*, lag(end_offset) over (partition by generation order by batch_id) as before
    from (select * from ingest.batches where feed = $1 and kind = 'feed' order by batch_id desc limit 10000) as b
), ended as (
    select c.byte_offset = coalesce((select r.end_offset from recent as r where r.generation = c.generation
                                     order by r.batch_id desc limit 1), 0) as at_checkpoint
    from ingest.checkpoint as c where c.feed = $1
)
select count(*) as batches,
       coalesce(sum(end_offset - start_offset), 0)::bigint as bytes, coalesce(sum(header_bytes), 0)::bigint as header_bytes,
       coalesce(sum(loaded_records), 0)::bigint as loaded_records, coalesce(sum(loaded_bytes), 0)::bigint as loaded_bytes,
       coalesce(sum(unchanged_records), 0)::bigint as unchanged_records, coalesce(sum(unchanged_bytes), 0)::bigint as unchanged_bytes,
       coalesce(sum(superseded_records), 0)::bigint as superseded_records,
       coalesce(sum(superseded_bytes), 0)::bigint as superseded_bytes,
       coalesce(sum(quarantined_records), 0)::bigint as quarantined_records,
       coalesce(sum(quarantined_bytes), 0)::bigint as quarantined_bytes,
       coalesce(bool_and(start_offset = coalesce(before, start_offset)
                         and end_offset - start_offset
                             = header_bytes + loaded_bytes + unchanged_bytes + superseded_bytes + quarantined_bytes), true)
           and coalesce((select at_checkpoint from ended), false) as adds_up
from recent
