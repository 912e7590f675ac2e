-- Contributions of the encounters $1 (NULL: of all) to agg_report_cluster. An encounter counts once in a cluster.
select make_date(f.date_key / 10000, f.date_key / 100 % 100, 1), r.cluster, r.label_method, count(*)
from (select encounter_id, cluster::integer as cluster, min(label_method) as label_method
      from dwh.fact_report as s
      where cluster is not null and ($1::text[] is null or encounter_id = any ($1))
      group by encounter_id, cluster) as r
join dwh.fact_encounter as f on f.encounter_id = r.encounter_id
where $1::text[] is null or f.encounter_id = any ($1)
group by 1, 2, 3
