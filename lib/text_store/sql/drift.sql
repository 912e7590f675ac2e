-- By month, the stems of its reports (as dwh.fact_report has them) and the share that the model $1 does not know, negated
-- or not. The last $2 months that have reports.
with known as materialized (
    select distinct regexp_replace(t, '^neg_', '') as stem from ods.text_models, unnest(terms) as t where model_id = $1
), months as (
    select distinct month from dwh.agg_label_method order by month desc limit $2::integer
), occurrences as (
    select d.month_start as month, s.stem
    from dwh.dim_date as d
    join dwh.fact_encounter as f on f.date_key = d.date_key
    join dwh.fact_report as r on r.encounter_id = f.encounter_id
    cross join unnest(r.stems) as s(stem)
    where d.month_start in (select month from months)
)
select to_char(o.month, 'YYYY-MM-DD') as month, count(*) as stems,
       round(count(*) filter (where k.stem is null) / count(*)::numeric, 4) as unknown
from occurrences as o
left join known as k on k.stem = o.stem
group by o.month
order by o.month
