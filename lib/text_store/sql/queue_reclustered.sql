insert into ingest.change_queue (encounter_id, change_id, changed_at)
select distinct r.encounter_id, $2::uuid, $3::timestamptz
from ods.report_embedding_drafts as d
join ods.reports as r on r.encounter_id = d.encounter_id and r.report_id = d.report_id
where d.model_id = $1 and d.content_hash = r.content_hash and r.text_cluster is distinct from d.text_cluster
