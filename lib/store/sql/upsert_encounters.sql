-- A row that is there was written meanwhile; it is changed where it is the same feed's.
insert into ods.encounters as stored
    (encounter_id, feed, patient_id, facility_id, encounter_date, pediatric, from_findings, content_hash, source_generation, source_offset, updated_at)
select encounter_id, feed, patient_id, facility_id, encounter_date, pediatric, from_findings, content_hash, source_generation, source_offset, updated_at
from json_populate_recordset(null::ods.encounters, $1::json)
order by encounter_id
on conflict (encounter_id) do update
set encounter_date = excluded.encounter_date,
    pediatric = excluded.pediatric,
    from_findings = excluded.from_findings,
    content_hash = excluded.content_hash,
    source_generation = excluded.source_generation,
    source_offset = excluded.source_offset,
    updated_at = excluded.updated_at
where stored.feed = excluded.feed
  and (stored.content_hash, stored.source_generation, stored.source_offset)
    is distinct from (excluded.content_hash, excluded.source_generation, excluded.source_offset)
