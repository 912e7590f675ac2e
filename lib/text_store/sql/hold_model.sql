-- Shared: writers of reports do not wait for each other, only for a change of the model or of the column's type. The number
-- is text_store::kReportsLock.
select pg_advisory_xact_lock_shared(7130384);
select (select model_id from ods.text_models where state = 'current') as model,
       (select atttypid::regtype::text like '%vector' from pg_attribute
        where attrelid = 'ods.reports'::regclass and attname = 'embedding') as is_vector
