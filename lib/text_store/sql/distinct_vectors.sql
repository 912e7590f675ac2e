-- $1: the index's name; $2: the model; $3: reports written since then are left out.
insert into ods.report_vectors (index_name, vector_number, embedding, encounter_ids, report_ids)
select $1, row_number() over (), embedding,
       (array_agg(encounter_id order by encounter_id, report_id))[1:121],
       (array_agg(report_id order by encounter_id, report_id))[1:121]
from ods.reports
where embedding_model = $2 and updated_at < $3::timestamptz and embedding is not null
group by embedding
