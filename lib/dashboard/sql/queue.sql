-- What the warehouse has yet to follow, counted up to a bound: a long queue is a long queue.
select e.n as encounters, e.rows > 100000 as capped, m.n as members, least(e.oldest, m.oldest) at time zone 'UTC' as oldest
from (select count(distinct encounter_id) as n, count(*) as rows, min(changed_at) as oldest
      from (select encounter_id, changed_at from ingest.change_queue limit 100001) as q) as e
cross join (select count(distinct (dimension, member)) as n, min(changed_at) as oldest
            from (select dimension, member, changed_at from ingest.dimension_queue limit 100001) as q) as m
