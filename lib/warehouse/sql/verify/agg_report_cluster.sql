select date_trunc('month', e.encounter_date::timestamp)::date, r.text_cluster::integer, r.label_method, count(*)
from ods.encounters as e
join (select distinct on (encounter_id, text_cluster)
             encounter_id, text_cluster, coalesce(label_method, 'unknown') as label_method
      from ods.reports
      where text_cluster is not null
      order by encounter_id, text_cluster, coalesce(label_method, 'unknown')) as r on r.encounter_id = e.encounter_id
group by 1, 2, 3
