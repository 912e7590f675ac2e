-- Months after the one that begins with $1, up to the one that begins with $2 (NULL: to the end).
-- A study counts once in a cluster.
select date_trunc('month', r.encounter_date::timestamp)::date, r.text_cluster::integer, r.label_method, count(*)
from (
    select distinct on (e.encounter_id, w.text_cluster)
           e.encounter_date, w.text_cluster, coalesce(w.label_method, 'unknown') as label_method
    from ods.encounters as e
    join ods.reports as w on w.encounter_id = e.encounter_id
    where w.text_cluster is not null
      and e.encounter_date >= ($1::date + interval '1 month')::date
      and ($2::date is null or e.encounter_date < ($2::date + interval '1 month')::date)
    order by e.encounter_id, w.text_cluster, coalesce(w.label_method, 'unknown')
) as r
group by 1, 2, 3
