-- Reports after the keys $1, $2 that have no draft of the model $3, or one of another content.
select r.encounter_id, r.report_id, r.report_text, r.language, encode(r.content_hash, 'hex') as content_hash
from ods.reports as r
left join ods.report_embedding_drafts as d
       on d.encounter_id = r.encounter_id and d.report_id = r.report_id and d.model_id = $3
      and d.content_hash = r.content_hash
where (r.encounter_id, r.report_id) > ($1, $2) and d.encounter_id is null
order by r.encounter_id, r.report_id
limit $4::integer
