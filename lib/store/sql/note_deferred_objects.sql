-- Notes what a first load does without, and returns what takes it away. Primary keys stay: they are what an upsert goes
-- by; and so does the one index that the load itself asks (an image's other study). The caller's search_path is
-- pg_catalog, so that the server's descriptions name every schema: another session builds by them.
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
    where not indisunique and indexrelid <> 'ods.procedures_procedure_idx'::regclass
), objects as (
    select format('%s of %s', conname, relation) as object_name, relation, pg_get_constraintdef(pg_constraint.oid) as definition,
           format('alter table %s add constraint %I %s', relation, conname, pg_get_constraintdef(pg_constraint.oid)) as make,
           format('alter table %s drop constraint %I', relation, conname) as take
    from pg_constraint join large on large.oid = conrelid where contype = 'f'
    union all
    select format('%I.%I of %s', nspname, relname, relation), relation,
           substr(statement, strpos(statement, target) + length(target)), statement, format('drop index %I.%I', nspname, relname)
    from indexes
), noted as (
    insert into ingest.deferred_objects (object_name, statement, relation, definition)
    select object_name, make, relation, definition from objects
)
select take from objects
