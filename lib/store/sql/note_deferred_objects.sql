-- Notes what a first load does without, and returns what takes it away. Primary keys stay: they are what an upsert goes
-- by; and so does the one index that the load itself asks (an image's other study).
with large as (
    select oid from pg_class
    where oid in ('ods.encounters'::regclass, 'ods.procedures'::regclass, 'ods.reports'::regclass,
                  'ods.encounter_diagnoses'::regclass, 'ods.encounter_localizations'::regclass)
), objects as (
    select format('%s of %s', conname, conrelid::regclass) as object_name,
           format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(pg_constraint.oid))
               as make,
           format('alter table %s drop constraint %I', conrelid::regclass, conname) as take
    from pg_constraint join large on large.oid = conrelid where contype = 'f'
    union all
    select format('%s of %s', indexrelid::regclass, indrelid::regclass), pg_get_indexdef(indexrelid),
           format('drop index %s', indexrelid::regclass)
    from pg_index join large on large.oid = indrelid
    where not indisunique and indexrelid <> 'ods.procedures_procedure_idx'::regclass
), noted as (
    insert into ingest.deferred_objects (object_name, statement) select object_name, make from objects
)
select take from objects
