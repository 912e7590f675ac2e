-- What became of the records and bytes of a feed, over the batches after one. $1 feed, $2 batch.
select coalesce(max(batch_id), $2::bigint) as last_batch,
       count(*) filter (where kind = 'feed') as batches,
       count(*) filter (where kind = 'replay') as replays,
       coalesce(sum(loaded_records) filter (where kind = 'feed'), 0)::bigint as loaded_records,
       coalesce(sum(loaded_bytes) filter (where kind = 'feed'), 0)::bigint as loaded_bytes,
       coalesce(sum(unchanged_records) filter (where kind = 'feed'), 0)::bigint as unchanged_records,
       coalesce(sum(unchanged_bytes) filter (where kind = 'feed'), 0)::bigint as unchanged_bytes,
       coalesce(sum(superseded_records) filter (where kind = 'feed'), 0)::bigint as superseded_records,
       coalesce(sum(superseded_bytes) filter (where kind = 'feed'), 0)::bigint as superseded_bytes,
       coalesce(sum(quarantined_records) filter (where kind = 'feed'), 0)::bigint as quarantined_records,
       coalesce(sum(quarantined_bytes) filter (where kind = 'feed'), 0)::bigint as quarantined_bytes,
       coalesce(sum(header_bytes) filter (where kind = 'feed'), 0)::bigint as header_bytes,
       coalesce(sum(encounters_written), 0)::bigint as encounters,
       coalesce(sum(procedures_written), 0)::bigint as procedures,
       coalesce(sum(reports_written), 0)::bigint as reports,
       coalesce(sum(findings_written), 0)::bigint as findings
from ingest.batches
where feed = $1 and batch_id > $2::bigint
