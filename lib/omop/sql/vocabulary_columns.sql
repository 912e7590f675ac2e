-- $1 a table of omop. Its columns: name, type, characters of a varchar, whether it is required, whether it is of the key.
select a.attname as name, t.typname as type, greatest(a.atttypmod - 4, 0) as length, a.attnotnull as is_required,
       coalesce(a.attnum = any (k.conkey), false) as is_of_key
from pg_attribute as a
join pg_type as t on t.oid = a.atttypid
left join pg_constraint as k on k.conrelid = a.attrelid and k.contype = 'p'
where a.attrelid = ('omop.' || $1)::regclass and a.attnum > 0 and not a.attisdropped
order by a.attnum
