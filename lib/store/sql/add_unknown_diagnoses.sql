-- $1 codes, $2 terms as the feed spells them, $3 change id, $4 now.
with written as (
    insert into ods.diagnoses (diagnosis_code, description, cui, kind, in_taxonomy)
    select code, term, null, 'finding', false from unnest($1::text[], $2::text[]) as given (code, term) order by code
    on conflict do nothing
    returning diagnosis_code
)
insert into ingest.dimension_queue (dimension, member, change_id, changed_at)
select 'diagnosis', diagnosis_code, $3::uuid, $4::timestamptz from written
