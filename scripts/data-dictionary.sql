-- docs/data-dictionary.md, a line a row, from the comments that the migrations leave in a database.
with described as (
    select c.oid, n.nspname as schema, c.relname as name, c.relkind,
           array_position(array['ods', 'ingest', 'dwh', 'analytics', 'omop'], n.nspname::text) as place,
           obj_description(n.oid, 'pg_namespace') as schema_comment,
           obj_description(c.oid, 'pg_class') as comment,
           array(select k.attname::text
                 from pg_constraint as p
                 cross join unnest(p.conkey) with ordinality as u(attnum, ordinal)
                 join pg_attribute as k on k.attrelid = c.oid and k.attnum = u.attnum
                 where p.conrelid = c.oid and p.contype = 'p' order by u.ordinal) as key
    from pg_class as c
    join pg_namespace as n on n.oid = c.relnamespace
    where n.nspname in ('ods', 'ingest', 'dwh', 'analytics', 'omop') and c.relkind in ('r', 'v')
), columns as (
    select d.*, a.attnum, a.attname, col_description(d.oid, a.attnum) as column_comment,
           -- Which of the two it is depends on the server.
           case when a.attname = 'embedding' then 'vector(384) or real[]'
                else format_type(a.atttypid, a.atttypmod) end
           || case when d.relkind = 'r' and not a.attnotnull then ', NULL' else '' end as type
    from described as d
    join pg_attribute as a on a.attrelid = d.oid and a.attnum > 0 and not a.attisdropped
)
select line
from (
    select 0 as place, '' as name, 0 as part, 0 as attnum,
           E'# Data dictionary\n\nGenerated from the comments in the database by `scripts/data-dictionary`; a test fails '
           'when it is behind.' as line
    union all
    select distinct place, '', 0, 0, format(E'\n## %s\n\n%s', schema, schema_comment) from described
    union all
    select place, name, 1, 0,
           format(E'\n### %s.%s%s\n\n%s%s\n\n| column | type | meaning |\n|---|---|---|', schema, name,
                  case when relkind = 'v' then ' (view)' else '' end, comment,
                  case when key = '{}' then '' else format(' Key: `%s`.', array_to_string(key, ', ')) end)
    from described
    union all
    select place, name, 2, attnum, format('| %s | %s | %s |', attname, type, column_comment) from columns
) as lines
order by place, name collate "C", part, attnum
