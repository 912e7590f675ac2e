-- What became of the records and bytes of a feed, over the batches after one. $1 feed, $2 batch.
select coalesce(max(batch_id), $2::bigint),
       count(*) filter (where kind = 'feed'),
       count(*) filter (where kind = 'replay'),
       coalesce(sum(loaded_records) filter (where kind = 'feed'), 0)::bigint,
       coalesce(sum(loaded_bytes) filter (where kind = 'feed'), 0)::bigint,
       coalesce(sum(unchanged_records) filter (where kind = 'feed'), 0)::bigint,
       coalesce(sum(unchanged_bytes) filter (where kind = 'feed'), 0)::bigint,
       coalesce(sum(superseded_records) filter (where kind = 'feed'), 0)::bigint,
       coalesce(sum(superseded_bytes) filter (where kind = 'feed'), 0)::bigint,
       coalesce(sum(quarantined_records) filter (where kind = 'feed'), 0)::bigint,
       coalesce(sum(quarantined_bytes) filter (where kind = 'feed'), 0)::bigint,
       coalesce(sum(header_bytes) filter (where kind = 'feed'), 0)::bigint,
       coalesce(sum(encounters_written), 0)::bigint,
       coalesce(sum(procedures_written), 0)::bigint,
       coalesce(sum(reports_written), 0)::bigint,
       coalesce(sum(findings_written), 0)::bigint
from ingest.batches
where feed = $1 and batch_id > $2::bigint
