-- A report that changed since it was drafted keeps what its batch gave it: settle() looks at it again.
update ods.reports as r
set embedding = d.embedding, embedding_model = d.model_id, text_cluster = d.text_cluster
from ods.report_embedding_drafts as d
where d.model_id = $1 and d.encounter_id = r.encounter_id and d.report_id = r.report_id
  and d.content_hash = r.content_hash
