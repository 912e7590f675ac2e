-- Queued members of dimensions, each once: the first $1 of each dimension, beside how many the dimension has in all.
select dimension, member, members
from (
    select dimension, member, row_number() over (partition by dimension order by member) as place,
           count(*) over (partition by dimension) as members
    from (select distinct dimension, member from ingest.dimension_queue) as queued
) as numbered
where place <= $1::bigint
