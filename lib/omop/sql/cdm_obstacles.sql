-- $1 the schema. What is called like a table of the CDM there, and is none that could be filled: another kind of object, or other
-- columns.
with columns as (
    select c.oid, c.relname, c.relkind, c.relnamespace,
           array(select (attname, format_type(atttypid, atttypmod))::text from pg_attribute
                 where attrelid = c.oid and attnum > 0 and not attisdropped order by attnum) as fields
    from pg_class as c
    where c.relnamespace in ('omop'::regnamespace, to_regnamespace(quote_ident($1)))
      and c.relkind in ('r', 'p', 'v', 'm', 'f')
)
select there.relname as name
from columns as there
join columns as wanted on wanted.relname = there.relname and wanted.relnamespace = 'omop'::regnamespace
where there.relnamespace = to_regnamespace(quote_ident($1)) and (there.relkind <> 'r' or there.fields <> wanted.fields)
order by 1
