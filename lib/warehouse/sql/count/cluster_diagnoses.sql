-- Contributions of the encounters $1 (NULL: of all) to agg_cluster_diagnosis.
select r.cluster, b.diagnosis_code, count(*)
from (select distinct encounter_id, cluster::integer as cluster
      from dwh.fact_report as s
      where cluster is not null and ($1::text[] is null or encounter_id = any ($1))) as r
join dwh.bridge_encounter_diagnosis as b on b.encounter_id = r.encounter_id
where $1::text[] is null or b.encounter_id = any ($1)
group by 1, 2
