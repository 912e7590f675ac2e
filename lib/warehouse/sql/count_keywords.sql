-- Contributions of the encounters $1 (NULL: of all) to agg_keyword. A stem stands once in `stems`.
select stem, count(*)
from dwh.fact_report as r
cross join unnest(r.stems) as stem
where $1::text[] is null or r.encounter_id = any ($1)
group by 1
