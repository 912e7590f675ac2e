-- A feed's position, for metrics: no identity. $1 feed.
select generation, byte_offset, last_row, batch_id, paused_reason is not null as is_paused,
       extract(epoch from committed_at)::double precision as committed_at
from ingest.checkpoint
where feed = $1
