-- A new text makes the old embedding wrong: without a text model it is emptied, to be computed again.
insert into ods.reports as stored
    (encounter_id, report_id, report_text, language, label_method, content_hash, source_generation, source_offset, updated_at,
     embedding, embedding_model, text_cluster)
select encounter_id, report_id, report_text, language, label_method, content_hash, source_generation, source_offset, updated_at,
       embedding, embedding_model, text_cluster
from json_populate_recordset(null::ods.reports, $1::json)
order by encounter_id, report_id
on conflict (encounter_id, report_id) do update
set embedding = case when excluded.embedding_model is not null or stored.report_text is distinct from excluded.report_text
                     then excluded.embedding else stored.embedding end,
    embedding_model = case when excluded.embedding_model is not null or stored.report_text is distinct from excluded.report_text
                           then excluded.embedding_model else stored.embedding_model end,
    text_cluster = case when excluded.embedding_model is not null or stored.report_text is distinct from excluded.report_text
                        then excluded.text_cluster else stored.text_cluster end,
    report_text = excluded.report_text,
    label_method = excluded.label_method,
    content_hash = excluded.content_hash,
    source_generation = excluded.source_generation,
    source_offset = excluded.source_offset,
    updated_at = excluded.updated_at
where (stored.content_hash, stored.source_generation, stored.source_offset)
    is distinct from (excluded.content_hash, excluded.source_generation, excluded.source_offset)
