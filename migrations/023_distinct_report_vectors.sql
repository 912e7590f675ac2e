-- The vector index has each vector once. Thousands of studies share a text; in a graph over their rows such a vector has only
-- copies of itself for neighbours, and a search that meets it ends there.
create table ods.report_vectors (
    index_name text collate "C" not null,
    vector_number integer not null,
    encounter_ids text[] collate "C" not null,
    report_ids text[] collate "C" not null,
    primary key (index_name, vector_number)
);
do $$
declare
    old record;
begin
    execute (select format('alter table ods.report_vectors add column embedding %s', format_type(atttypid, atttypmod))
             from pg_attribute where attrelid = 'ods.reports'::regclass and attname = 'embedding');
    for old in select c.relname from pg_index as i join pg_class as c on c.oid = i.indexrelid
               where i.indrelid = 'ods.reports'::regclass and c.relname like 'reports\_embedding\_%' loop
        execute format('drop index ods.%I', old.relname);
    end loop;
end
$$;
-- As in ods.reports: with its vector in one piece.
alter table ods.report_vectors alter column embedding set storage external;
alter table ods.report_vectors set (toast_tuple_target = 4080);
update ods.text_models set vector_index = null, indexed_before = null where vector_index is not null;

comment on table ods.report_vectors is
    'The different vectors of ods.reports as of the last build of the vector index, which is over them; empty where there is none.';
comment on column ods.report_vectors.index_name is 'The index, as in ods.text_models.vector_index; others are of a build that was cut off.';
comment on column ods.report_vectors.vector_number is 'Counted within the index.';
comment on column ods.report_vectors.encounter_ids is
    'The studies of reports with this vector, in the order of their keys: the first 121, more than a search by the index gives.';
comment on column ods.report_vectors.report_ids is 'Their reports, in the same order.';
comment on column ods.report_vectors.embedding is 'The vector, as in ods.reports.';
