-- $1 a table of omop. Its columns: name, type, characters of a varchar, whether it is required, whether it is of the key.
select a.attname, t.typname, greatest(a.atttypmod - 4, 0), a.attnotnull, coalesce(a.attnum = any (k.conkey), false)
from pg_attribute as a
join pg_type as t on t.oid = a.atttypid
left join pg_constraint as k on k.conrelid = a.attrelid and k.contype = 'p'
where a.attrelid = ('omop.' || $1)::regclass and a.attnum > 0 and not a.attisdropped
order by a.attnum
