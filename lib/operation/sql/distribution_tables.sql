-- The store's tables by where they belong on a cluster, in an order in which they can be distributed: what foreign keys point
-- at comes first. Distributed by encounter_id: what its primary key begins with. Copied to every node: the rest of the store.
-- Warehouse and ledger stay on the coordinator.
with keyed as (
    select c.oid,
           c.relnamespace::regnamespace::text || '.' || c.relname as name,
           coalesce((select a.attname = 'encounter_id'
                       from pg_constraint k
                       join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
                      where k.conrelid = c.oid and k.contype = 'p'), false) as by_encounter
      from pg_class c
     where c.relkind = 'r' and c.relnamespace::regnamespace::text = 'ods'
)
select name, by_encounter as is_distributed
  from keyed
 order by by_encounter, name <> 'ods.encounters', name;
