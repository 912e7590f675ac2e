-- $1 the group that writes, $2 the group that reads, $3 whether groups that do not exist yet count too. What gives each
-- group its rights on the objects there are: first all are taken, then given. A reader never gets a column that holds
-- a report's words (`hidden`), nor anything of ods and ingest.
with groups as (
    select role, writes from (values ($1::text, true), ($2::text, false)) as given (role, writes)
    where $3::boolean or exists (select from pg_roles where rolname = given.role)
), schemas as (
    select nspname, nspname in ('dwh', 'analytics', 'omop') as open from pg_namespace
    where nspname in ('ods', 'ingest', 'dwh', 'analytics', 'omop')
    union
    select 'ingest', false where $3::boolean -- it is made with the groups
), objects as (
    select schemas.nspname, schemas.open, format('%I.%I', schemas.nspname, c.relname) as name, c.relkind = 'v' as is_view,
           array(select format('%I', attname) from pg_attribute
                 where attrelid = c.oid and attnum > 0 and not attisdropped
                   and attname not in ('stems', 'report_text', 'note_text', 'embedding') order by attnum) as shown,
           exists (select from pg_attribute
                   where attrelid = c.oid and attnum > 0 and not attisdropped
                     and attname in ('stems', 'report_text', 'note_text', 'embedding')) as hidden
    from pg_class as c join schemas on to_regnamespace(quote_ident(schemas.nspname)) = c.relnamespace
    where c.relkind in ('r', 'p', 'v')
)
select statement
from (
    select 1 as step, role || nspname as name, format('revoke all on all tables in schema %I from %I', nspname, role) as statement
    from groups cross join schemas
    union all
    select 1, role || nspname, format('revoke all on schema %I from %I', nspname, role) from groups cross join schemas
    union all
    select 2, role || nspname, format('grant usage on schema %I to %I', nspname, role)
    from groups join schemas on writes or open
    union all
    select 3, role || name,
           format('grant %s on %s to %I',
                  case when is_view or name in ('ingest.migrations', 'ingest.deferred_objects') then 'select'
                       when name = 'ingest.draw_secret' then 'select, insert, update'
                       else 'select, insert, update, delete' end,
                  name, role)
    from groups cross join objects where writes
    union all
    select 3, role || name,
           format('grant select%s on %s to %I',
                  case when hidden then format(' (%s)', array_to_string(shown, ', ')) end, name, role)
    from groups join objects on open where not writes
) as all_of_them
order by step, name, statement
