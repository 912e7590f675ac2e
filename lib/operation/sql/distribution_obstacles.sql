-- What a cluster would refuse in the tables that are distributed ($1, names with schema), one a row: what it is, the remedy.
with distributed as (
    select unnest($1::text[])::regclass as oid
)
select 'the unique index ' || i.indexrelid::regclass || ' does not hold encounter_id' as what,
       'was it added by hand? drop it, or add the column to it' as remedy
  from pg_index i
  join distributed d on d.oid = i.indrelid
 where i.indisunique
   and not exists (select from pg_attribute a
                    where a.attrelid = i.indrelid and a.attname = 'encounter_id' and a.attnum = any (i.indkey))
union all
select 'the foreign key ' || k.conname || ' of ' || k.conrelid::regclass || ' leads to ' || k.confrelid::regclass
           || ' without encounter_id',
       'was it added by hand? drop it, or add the column to it'
  from pg_constraint k
  join distributed d on d.oid = k.conrelid
 where k.contype = 'f' and k.confrelid in (select oid from distributed)
   and not exists (select from pg_attribute a
                    where a.attrelid = k.conrelid and a.attname = 'encounter_id' and a.attnum = any (k.conkey))
union all
select 'the trigger ' || t.tgname || ' is on ' || t.tgrelid::regclass,
       'was it added by hand? a cluster runs no triggers on distributed tables'
  from pg_trigger t
  join distributed d on d.oid = t.tgrelid
 where not t.tgisinternal
union all
select 'the column encounter_id of ' || a.attrelid::regclass || ' has the type ' || format_type(a.atttypid, a.atttypmod)
           || ' and the collation ' || coalesce(c.collname, 'none') || ', that of ods.encounters has others',
       'was it changed by hand? a cluster joins the tables by it: type and collation have to be the same everywhere'
  from pg_attribute a
  join distributed d on d.oid = a.attrelid
  join pg_attribute e on e.attrelid = 'ods.encounters'::regclass and e.attname = 'encounter_id'
  left join pg_collation c on c.oid = a.attcollation
 where a.attname = 'encounter_id' and (a.atttypid, a.attcollation) is distinct from (e.atttypid, e.attcollation)
union all
select 'the table ' || i.inhrelid::regclass || ' inherits from ' || i.inhparent::regclass,
       'was it changed by hand? a cluster takes no such table'
  from pg_inherits i
  join distributed d on d.oid = i.inhrelid
union all
select 'row level security is on for ' || c.oid::regclass, 'alter table … disable row level security'
  from pg_class c
  join distributed d on d.oid = c.oid
 where c.relrowsecurity
union all
select 'the first load is not finished: ' || count(*) || ' keys and indexes are to be built',
       '`padchestd ingest --once` finishes it'
  from ingest.deferred_objects
having count(*) > 0
order by 1;
