-- Catching up on a store that holds rows is made without the foreign keys of its large tables that lead to a key by one column: each
-- batch checks as a set that what its rows point at is there, and this function keeps it there until the keys are back.
-- Its triggers exist only meanwhile (lib/store/sql/note_foreign_keys.sql); ingest.deferred_objects has what drops them.
create function ingest.keep_parent() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as
$$
declare
    -- Arguments: the child table, its column, the key's column here, and the keys of the locks that batches and draws hold.
    child constant text := tg_argv[0];
    child_column constant text := tg_argv[1];
    key text;
    is_pointed_at boolean;
begin
    if tg_op = 'TRUNCATE' then
        raise exception 'the foreign keys to %.% are away while the feed is caught up', tg_table_schema, tg_table_name
            using errcode = 'object_in_use', hint = 'Empty it when the daemon has caught up.';
    end if;
    key := to_jsonb(old) ->> tg_argv[2];
    if tg_op = 'UPDATE' and key is not distinct from to_jsonb(new) ->> tg_argv[2] then
        return null;
    end if;
    -- An older snapshot does not show the batches that have committed since, as a foreign key's check does.
    if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
        raise exception 'the foreign keys to %.% are away while the feed is caught up', tg_table_schema, tg_table_name
            using errcode = 'object_in_use', hint = 'Do it in READ COMMITTED, or when the daemon has caught up.';
    end if;
    -- Whoever writes a child holds one of the two until its end: what follows sees the child, or the child's writer sees no parent.
    perform pg_advisory_xact_lock_shared(tg_argv[3]::bigint);
    perform pg_advisory_xact_lock_shared(tg_argv[4]::bigint);
    execute format('select exists (select from %s where %I = $1)', child, child_column) into is_pointed_at using key;
    if is_pointed_at then
        raise exception 'a row of %.% is still pointed at from %', tg_table_schema, tg_table_name, child
            using errcode = 'foreign_key_violation', schema = tg_table_schema, table = tg_table_name, constraint = tg_name;
    end if;
    return null;
end
$$;
revoke execute on function ingest.keep_parent() from public;
comment on function ingest.keep_parent() is
    'Refuses to delete a row that another one points at, where a foreign key is away while a feed is caught up.';

comment on table ingest.deferred_objects is
    'Foreign keys and indexes of the clinical store that a first load, or catching up, will build at its end; empty otherwise.';
comment on column ingest.deferred_objects.definition is
    'What follows the table in the statement: the constraint, or the index''s method and columns. GUARD: what drops the triggers that keep a foreign key''s parents meanwhile.';
