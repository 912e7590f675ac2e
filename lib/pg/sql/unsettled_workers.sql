-- How many workers of the cluster do not answer, and how many transactions of this database the others hold back.
select count(*) filter (where not success) as silent,
       coalesce(sum(case when success then result::bigint end), 0) as held_back,
       has_function_privilege('recover_prepared_transactions()', 'execute') as may_settle
from run_command_on_workers(
    $$select count(*) from pg_prepared_xacts where database = current_database() and gid like 'citus\_%'$$)
