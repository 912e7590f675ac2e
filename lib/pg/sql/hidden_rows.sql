-- A table of this program's of which row-level security may hide rows from this role.
select format('%I.%I', n.nspname, c.relname)
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
where n.nspname in ('ods', 'ingest', 'dwh') and c.relkind in ('r', 'p') and row_security_active(c.oid)
order by 1
limit 1
