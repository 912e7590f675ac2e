-- Changed encounters exist, and keep their patient and facility.
update ods.encounters as stored
set encounter_date = changed.encounter_date,
    pediatric = changed.pediatric,
    content_hash = changed.content_hash,
    source_generation = changed.source_generation,
    source_offset = changed.source_offset,
    updated_at = changed.updated_at
from json_populate_recordset(null::ods.encounters, $1::json) as changed
where stored.encounter_id = changed.encounter_id
