-- The embedding is pgvector's type where that is installed, in whatever schema: found in the catalog, not by a search_path.
do $$
declare
    home text := (select format('%I', n.nspname)
                  from pg_extension as e join pg_namespace as n on n.oid = e.extnamespace where e.extname = 'vector');
    kind regtype := (select atttypid from pg_attribute
                     where attrelid = 'ods.reports'::regclass and attname = 'embedding' and not attisdropped);
begin
    if home is null or kind <> 'real[]'::regtype then
        return;
    end if;
    alter table ods.reports drop constraint reports_embedding_shape;
    delete from ods.report_embedding_drafts;
    execute format('alter table ods.reports alter column embedding type %1$s.vector(384) using embedding::%1$s.vector(384)',
                   home);
    execute format('alter table ods.report_embedding_drafts alter column embedding type %1$s.vector(384)'
                   ' using embedding::%1$s.vector(384)', home);
    alter table ods.reports alter column embedding set storage external;
    alter table ods.report_embedding_drafts alter column embedding set storage external;
end
$$;
