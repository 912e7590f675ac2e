-- The last batch of each feed, and the pool of patients.
select b.feed, b.batch_id, b.committed_at::text as committed_at
from (select feed, max(batch_id) as batch_id from ingest.batches group by feed) as last
join ingest.batches as b on b.feed = last.feed and b.batch_id = last.batch_id
order by b.feed collate "C"
