-- $1 codes, $2 change id, $3 now.
insert into ingest.dimension_queue (dimension, member, change_id, changed_at)
select distinct 'diagnosis', code, $2::uuid, $3::timestamptz from unnest($1::text[]) as given (code)
on conflict do nothing
