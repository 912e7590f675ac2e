-- $1 the group that owns, $2 the group that writes, $3 the group that reads. What makes the groups that are missing, gives
-- all of this program's objects to the owner, and lets the groups into the database.
with missing as (
    select given.place, given.role from unnest(array[$1::text, $2::text, $3::text]) with ordinality as given (role, place)
    where not exists (select from pg_roles where rolname = given.role)
), objects as (
    select format('%I.%I', n.nspname, c.relname) as name, case c.relkind when 'v' then 'view' else 'table' end as kind,
           c.relowner as owner
    from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
    where n.nspname in ('ods', 'ingest', 'dwh', 'analytics', 'omop') and c.relkind in ('r', 'p', 'v')
)
select statement
from (
    select 1 as step, place::text as name, format('create role %I nologin', role) as statement from missing
    union all
    select 2, '', format('grant connect, create, temporary on database %I to %I', current_database(), $1)
    union all
    select 3, role, format('grant connect, temporary on database %I to %I', current_database(), role)
    from unnest(array[$2, $3]) as role
    union all
    select 3, role, format('grant usage on schema %I to %I', n.nspname, role)
    from unnest(array[$1, $2]) as role, pg_extension as e join pg_namespace as n on n.oid = e.extnamespace
    where e.extname = 'vector' and n.nspname <> 'public'
    union all
    select 3, role, format('grant set on parameter log_min_messages, log_error_verbosity, log_parameter_max_length to %I', role)
    from unnest(array[$1, $2]) as role
    where not exists (select from pg_roles where rolname = role and has_parameter_privilege(oid, 'log_min_messages', 'set')
                      and has_parameter_privilege(oid, 'log_error_verbosity', 'set')
                      and has_parameter_privilege(oid, 'log_parameter_max_length', 'set'))
    union all
    select 4, '', format('create schema ingest authorization %I', $1) where to_regnamespace('ingest') is null
    union all
    select 5, nspname, format('alter schema %I owner to %I', nspname, $1) from pg_namespace
    where nspname in ('ods', 'ingest', 'dwh', 'analytics', 'omop') and nspowner is distinct from to_regrole(quote_ident($1))
    union all
    select 6, name, format('alter %s %s owner to %I', kind, name, $1) from objects
    where owner is distinct from to_regrole(quote_ident($1))
) as all_of_them
order by step, name
