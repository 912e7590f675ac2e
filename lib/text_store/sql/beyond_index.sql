-- Reports in all, as the warehouse counts them; those written since $2, which an index does not have; and whether the index
-- of the model $1 is whole and there.
select (select coalesce(sum(reports), 0) from dwh.agg_label_method) as reports,
       (select count(*) from ods.reports where updated_at >= $2::timestamptz) as beyond,
       exists (select 1 from ods.text_models as m
               join pg_class as c on c.relname = m.vector_index and c.relnamespace = 'ods'::regnamespace
               join pg_index as i on i.indexrelid = c.oid and i.indisvalid
               where m.model_id = $1) as is_whole
