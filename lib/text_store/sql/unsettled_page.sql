-- Reports after the keys $1, $2 that another model looked at than $3, or none.
select encounter_id, report_id, report_text, language, encode(content_hash, 'hex') as content_hash
from ods.reports
where (encounter_id, report_id) > ($1, $2) and embedding_model is distinct from $3
order by encounter_id, report_id
limit $4::integer
