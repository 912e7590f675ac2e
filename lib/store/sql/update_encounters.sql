-- Changed encounters exist, and keep their feed and facility; their patient too, unless another was drawn.
update ods.encounters as stored
set patient_id = coalesce(changed.patient_id, stored.patient_id),
    encounter_date = changed.encounter_date,
    pediatric = changed.pediatric,
    content_hash = changed.content_hash,
    source_generation = changed.source_generation,
    source_offset = changed.source_offset,
    updated_at = changed.updated_at
from json_populate_recordset(null::ods.encounters, $1::json) as changed
where stored.encounter_id = changed.encounter_id
