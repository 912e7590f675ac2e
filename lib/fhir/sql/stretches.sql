-- $1 feeds, $2 the last batch of each that was exported; a feed that is not named is new. The batches of a generation follow each
-- other without a gap. Of replayed records everything between the first and the last is taken: some studies too many, none too few.
select coalesce(array_agg(feed)::text, '{}') as feeds, coalesce(array_agg(generation)::text, '{}') as generations,
       coalesce(array_agg(first_byte)::text, '{}') as begins, coalesce(array_agg(end_byte)::text, '{}') as ends
from (select b.feed, b.generation, min(b.start_offset) as first_byte, max(b.end_offset) as end_byte
      from ingest.batches as b
      left join unnest($1::text[], $2::bigint[]) as known (feed, batch_id) on known.feed = b.feed
      where b.batch_id > coalesce(known.batch_id, 0)
      group by b.feed, b.kind, b.generation) as stretch
