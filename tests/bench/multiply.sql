-- Makes a store ten times as large: each row of its large tables nine times more, under keys whose digits are other ones; the
-- counts of its warehouse ten times as high. For measurements only: what the ledger says of the feed is as before. Of each
-- table: keys, indexes and foreign keys go, rows come, and all is made again (foreign keys without the check of all rows).
-- Variable `tables`: an array of their names.
set synchronous_commit = off;
set maintenance_work_mem = '1GB';
set work_mem = '256MB';
set jit = off;
create temporary table wanted as select unnest(:'tables'::text[])::regclass as relation;
create temporary table objects as
select contype::text as kind, format('alter table %s drop constraint %I', conrelid::regclass, conname) as take,
       format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
           || case contype when 'f' then ' not valid' else '' end as make
from pg_constraint
where (contype = 'p' and conrelid in (select relation from wanted))
   or (contype = 'f' and conrelid in (select relation from wanted))
union all
select 'i', format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
from pg_index
where indrelid in (select relation from wanted) and not indisunique;
do $$
declare
    one record;
begin
    for one in select take from objects where kind = 'f' loop execute one.take; end loop;
    for one in select take from objects where kind = 'i' loop execute one.take; end loop;
    for one in select take from objects where kind = 'p' loop execute one.take; end loop;
    for one in
        select format('insert into %s (%s) select %s from %s cross join (values (''1234567890''), (''2345678901''), '
                      '(''3456789012''), (''4567890123''), (''5678901234''), (''6789012345''), (''7890123456''), '
                      '(''8901234567''), (''9012345678'')) as other(digits)',
                      relation, string_agg(quote_ident(attname), ', ' order by attnum),
                      string_agg(case when attname in ('encounter_id', 'procedure_id')
                                          then format('left(%I, 6) || translate(substr(%I, 7), ''0123456789'', digits)', attname, attname)
                                      when attname = 'report_id' then format('translate(%I, ''0123456789'', digits)', attname)
                                      else quote_ident(attname) end, ', ' order by attnum), relation) as fill
        from wanted join pg_attribute on attrelid = relation and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''
        group by relation
    loop
        execute one.fill;
    end loop;
end
$$;
do $$
declare
    one record;
begin
    for one in select make from objects where kind = 'p' loop execute one.make; end loop;
    for one in select make from objects where kind = 'i' loop execute one.make; end loop;
end
$$;
select make from objects where kind = 'f' \gexec
