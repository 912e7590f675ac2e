-- $1 the schema, $2 reference/omop_cdm54.tsv. What fills real tables with the rows of the schema omop, in this order: `phase` is
-- create, empty, fill or finish; `name` is the table. Keys and indexes come after the rows, foreign keys last: the CDM's vocabulary
-- tables refer to each other in circles.
with rules as (
    select split_part(line, E'\t', 1) as name, split_part(line, E'\t', 2) as rule,
           split_part(line, E'\t', 3) as field, split_part(line, E'\t', 4) as target
    from regexp_split_to_table($2::text, E'\n') as line
), tables as (
    select c.oid, c.relname::text as name, format('%I.%I', $1::text, c.relname) as target,
           to_regclass(format('%I.%I', $1::text, c.relname)) as existing,
           (select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
            where attrelid = c.oid and attnum > 0 and not attisdropped) as fields
    from pg_class as c where c.relnamespace = 'omop'::regnamespace and c.relkind in ('r', 'v')
), steps as (
    select 1 as step, 'create' as phase, '' as name, format('create schema %I', $1) as statement
    where to_regnamespace(quote_ident($1)) is null
    union all
    select 2, 'create', name, format('create table %s (like omop.%I)', target, name) from tables where existing is null
    union all
    select 3, 'create', t.name, format('alter table %s %s', t.target, string_agg(format('alter %I set not null', r.field), ', '))
    from tables as t join rules as r on r.name = t.name and r.rule = 'required' group by t.name, t.target
    union all
    select 4, 'empty', t.name, format('alter table %s drop constraint %I', t.target, c.conname)
    from tables as t join pg_constraint as c on c.conrelid = t.existing and c.contype = 'f'
    union all
    select 5, 'empty', '', 'truncate ' || string_agg(target, ', ' order by name) from tables
    union all
    select 6, 'fill', name, format('insert into %s (%s) select %s from omop.%I', target, fields, fields, name) from tables
    union all
    select 7, 'finish', t.name, format('alter table %s add constraint %I primary key (%I)', t.target, 'xpk_' || t.name, r.field)
    from tables as t join rules as r on r.name = t.name and r.rule = 'key'
    where not exists (select from pg_constraint where conrelid = t.existing and contype = 'p')
    union all
    select 8, 'finish', t.name, format('create index if not exists %I on %s (%I)', r.target, t.target, r.field)
    from tables as t join rules as r on r.name = t.name and r.rule = 'index'
    union all
    select 9, 'finish', t.name,
           format('alter table %s add constraint %I foreign key (%I) references %I.%I (%I)', t.target,
                  'fpk_' || t.name || '_' || r.field, r.field, $1, split_part(r.target, '.', 1), split_part(r.target, '.', 2))
    from tables as t join rules as r on r.name = t.name and r.rule = 'refers'
    union all
    select 10, 'finish', name, 'analyze ' || target from tables
)
select phase, name, statement from steps order by step, name, statement
