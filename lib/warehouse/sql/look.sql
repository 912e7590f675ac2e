-- The state of the warehouse at a glance; reads no table further than to its first row, so that an idle tick costs
-- nothing. `emptied`: a table that has no row though the last refresh left some; `filled`: the other way round.
select exists (select from ingest.change_queue) or exists (select from ingest.dimension_queue)
           or exists (select from dwh.dim_patient where is_current and valid_to < date '9999-12-31'
                      and valid_to <= (select day from dwh.today)) as queued,
       s.rebuilt_at is not null as built,
       (select min(part) from unnest(s.filled) as part where part <> all (now.filled)) as emptied,
       (select min(part) from unnest(now.filled) as part where part <> all (s.filled)) as filled
from ingest.warehouse_state as s
cross join (select array(table dwh.filled_table) as filled) as now
