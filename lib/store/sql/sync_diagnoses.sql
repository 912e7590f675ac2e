-- $1 codes, $2 terms, $3 CUIs ('' for none), $4 kinds, $5 change id, $6 now. Queues each row that it changes.
with wanted as (
    select code, term, nullif(cui, '') as cui, kind
    from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as given (code, term, cui, kind)
), written as (
    insert into ods.diagnoses as stored (diagnosis_code, description, cui, kind, in_taxonomy)
    select code, term, cui, kind, true from wanted order by code
    on conflict (diagnosis_code) do update
    set description = excluded.description, cui = excluded.cui, kind = excluded.kind, in_taxonomy = true
    where (stored.description, stored.cui, stored.kind, stored.in_taxonomy)
        is distinct from (excluded.description, excluded.cui, excluded.kind, true)
    returning diagnosis_code
)
insert into ingest.dimension_queue (dimension, member, change_id, changed_at)
select 'diagnosis', diagnosis_code, $5::uuid, $6::timestamptz from written
