-- Contributions of the encounters $1 (NULL: of all) to agg_keyword. A stem stands once in `stems`.
select stem, count(*)
from (
    select unnest(stems) as stem -- here: as a join it would be sorted, or looked up by a cache, for nothing
    from dwh.fact_report as f
    where $1::text[] is null or encounter_id = any ($1)
) as r
group by 1
