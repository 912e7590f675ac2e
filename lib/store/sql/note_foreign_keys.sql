-- $1, $2: the keys of the locks that a draw of patients and a batch hold. Notes the foreign keys that catching up does without,
-- each with what drops its guard, and returns what takes it away and guards its parents: one column of text, the ordinary actions,
-- checked at once, to a table that a batch checks (missing_references.sql). An operator's own of another kind stays. The caller's
-- search_path is pg_catalog, so that the server's descriptions name every schema.
with foreign_keys as (
    select conname, format('%I.%I', child_schema.nspname, child.relname) as child,
           format('%I.%I', parent_schema.nspname, parent.relname) as parent,
           child_column.attname as child_column, parent_column.attname as parent_column,
           pg_get_constraintdef(pg_constraint.oid) as definition
    from pg_constraint
    join pg_class as child on child.oid = conrelid
    join pg_namespace as child_schema on child_schema.oid = child.relnamespace
    join pg_class as parent on parent.oid = confrelid
    join pg_namespace as parent_schema on parent_schema.oid = parent.relnamespace
    join pg_attribute as child_column on child_column.attrelid = conrelid and child_column.attnum = conkey[1]
    join pg_attribute as parent_column on parent_column.attrelid = confrelid and parent_column.attnum = confkey[1]
    where contype = 'f' and array_length(conkey, 1) = 1 and convalidated and not condeferrable
      and confupdtype = 'a' and confdeltype = 'a' and child_column.atttypid = 'text'::regtype
      and (format('%I.%I', child_schema.nspname, child.relname), child_column.attname,
           format('%I.%I', parent_schema.nspname, parent.relname), parent_column.attname) in (
          ('ods.encounters', 'patient_id', 'ods.patients', 'patient_id'),
          ('ods.encounters', 'facility_id', 'ods.facilities', 'facility_id'),
          ('ods.procedures', 'encounter_id', 'ods.encounters', 'encounter_id'),
          ('ods.reports', 'encounter_id', 'ods.encounters', 'encounter_id'),
          ('ods.encounter_diagnoses', 'encounter_id', 'ods.encounters', 'encounter_id'),
          ('ods.encounter_diagnoses', 'diagnosis_code', 'ods.diagnoses', 'diagnosis_code'),
          ('ods.encounter_localizations', 'encounter_id', 'ods.encounters', 'encounter_id'),
          ('ods.encounter_localizations', 'localization_code', 'ods.localizations', 'localization_code'))
), guards as (
    select *, conname as guard, format('%s_truncate', left(conname, 54)) as guard_whole from foreign_keys
), objects as (
    select format('%s of %s', conname, child) as object_name, child as relation, definition,
           format('alter table %s add constraint %I %s', child, conname, definition) as make,
           format('alter table %s drop constraint %I; '
                  'create trigger %I after delete or update of %I on %s for each row execute function ingest.keep_parent(%L, %L, %L, %L, %L); '
                  'create trigger %I before truncate on %s for each statement execute function ingest.keep_parent()',
                  child, conname,
                  guard, parent_column, parent, child, child_column, parent_column, $1::bigint::text, $2::bigint::text,
                  guard_whole, parent) as take
    from guards
    union all
    select format('guard of %s of %s', conname, child), null, 'GUARD',
           format('drop trigger if exists %I on %s; drop trigger if exists %I on %s', guard, parent, guard_whole, parent), null
    from guards
), noted as (
    insert into ingest.deferred_objects (object_name, statement, relation, definition)
    select object_name, make, relation, definition from objects
)
select take from objects where take is not null
