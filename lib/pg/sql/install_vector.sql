-- pgvector, where the server offers it and this role may install it: into public, where there is such a schema that this
-- role may create in, else into ingest. Never by a search_path.
do $$
declare
    home text := 'ingest';
begin
    if exists (select from pg_extension where extname = 'vector')
        or not exists (select from pg_available_extensions where name = 'vector') then
        return;
    end if;
    if to_regnamespace('public') is not null and has_schema_privilege('public', 'create') then
        home := 'public';
    end if;
    execute format('create extension vector schema %I', home);
exception when insufficient_privilege or undefined_file or feature_not_supported then
    raise notice 'pgvector is not available here: embeddings are stored as real[]';
end
$$
