-- Kinds of image among $1 (NULL: all) that no image has any more.
delete from dwh.dim_procedure as d
where ($1::text[] is null or d.procedure_key = any ($1))
  and not exists (select from dwh.agg_procedure as a where a.procedure_key = d.procedure_key)
