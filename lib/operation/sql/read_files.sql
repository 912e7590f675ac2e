-- $1 feed, $2 the first generation that counts. The last generation of each file, with the bytes that were read of it.
with generations as (
    select generation, file, header,
           coalesce(lead(previous_end) over (order by generation),
                    (select byte_offset from ingest.checkpoint where feed = $1)) as read_bytes,
           max(generation) over (partition by file) as last_of_file,
           max(generation) over () as last
    from ingest.generations
    where feed = $1
)
select generation, file, read_bytes, convert_from(header, 'UTF8') as header
from generations
where generation >= $2::integer and (generation = last or (file is not null and generation = last_of_file))
order by generation
