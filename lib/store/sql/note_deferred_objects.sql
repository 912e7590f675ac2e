-- Notes what a first load does without, and returns what takes it away. What the load itself asks stays: the primary keys
-- of encounters and reports. The index of images goes, and comes back with the first batch that has an image to look up.
-- The primary keys of the other three go where nothing depends on them, nobody replicates by them, and no Citus distributes by them; each is noted as its index and, definition
-- 'PRIMARY KEY', what makes the index the key: an instant, but without readers. The caller's search_path is pg_catalog, so
-- that the server's descriptions name every schema: another session builds by them.
with large as (
    select pg_class.oid, format('%I.%I', nspname, relname) as relation
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where pg_class.oid in ('ods.encounters'::regclass, 'ods.procedures'::regclass, 'ods.reports'::regclass,
                           'ods.encounter_diagnoses'::regclass, 'ods.encounter_localizations'::regclass)
), indexes as (
    select index_class.relname, nspname, relation, pg_get_indexdef(indexrelid) as statement,
           format(' ON %s ', relation) as target
    from pg_index
    join large on large.oid = indrelid
    join pg_class as index_class on index_class.oid = indexrelid
    join pg_namespace on pg_namespace.oid = index_class.relnamespace
    where not indisunique
), primary_keys as (
    select relation, conname, substr(pg_get_constraintdef(pg_constraint.oid), length('PRIMARY KEY ') + 1) as columns
    from pg_constraint
    join large on large.oid = conrelid
    join pg_index on indexrelid = conindid
    where contype = 'p' and relation in ('ods.procedures', 'ods.encounter_diagnoses', 'ods.encounter_localizations')
      and pg_get_constraintdef(pg_constraint.oid) ~ '^PRIMARY KEY \([a-z_, ]+\)$' and not indisclustered and not indisreplident
      and not exists (select from pg_constraint as other where other.conindid = pg_constraint.conindid and other.oid <> pg_constraint.oid)
      and not exists (select from pg_depend where refclassid = 'pg_constraint'::regclass and refobjid = pg_constraint.oid and deptype = 'n')
      and not exists (select from pg_publication where puballtables)
      and not exists (select from pg_publication_rel where prrelid = conrelid)
      and not exists (select from pg_publication_namespace join pg_class on relnamespace = pnnspid where pg_class.oid = conrelid)
      and not exists (select from pg_extension where extname = 'citus')
), objects as (
    select format('index %s of %s', conname, relation) as object_name, relation, 'UNIQUE ' || columns as definition,
           format('create unique index %I on %s %s', conname, relation, columns) as make, null as take
    from primary_keys
    union all
    select format('%s of %s', conname, relation), relation, 'PRIMARY KEY',
           format('alter table %s add constraint %I primary key using index %I', relation, conname, conname),
           format('alter table %s drop constraint %I', relation, conname)
    from primary_keys
    union all
    select format('%s of %s', conname, relation), relation, pg_get_constraintdef(pg_constraint.oid),
           format('alter table %s add constraint %I %s', relation, conname, pg_get_constraintdef(pg_constraint.oid)),
           format('alter table %s drop constraint %I', relation, conname)
    from pg_constraint join large on large.oid = conrelid where contype = 'f'
    union all
    select format('%I.%I of %s', nspname, relname, relation), relation,
           substr(statement, strpos(statement, target) + length(target)), statement, format('drop index %I.%I', nspname, relname)
    from indexes
), noted as (
    insert into ingest.deferred_objects (object_name, statement, relation, definition)
    select object_name, make, relation, definition from objects
)
select take from objects where take is not null
