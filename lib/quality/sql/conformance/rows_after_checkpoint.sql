-- Studies written from a place of their feed that its checkpoint has not reached.
select count(*) as checked_rows,
       count(*) filter (where c.feed is null or e.source_generation > c.generation
                           or (e.source_generation = c.generation and e.source_offset >= c.byte_offset)) as failing_rows
from ods.encounters as e
left join ingest.checkpoint as c on c.feed = e.feed
