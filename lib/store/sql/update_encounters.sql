-- Changed encounters exist, and keep their feed and facility, unless they were made from findings and the record's feed takes
-- them over; their patient too, unless another was drawn.
update ods.encounters as stored
set patient_id = coalesce(changed.patient_id, stored.patient_id),
    feed = case when stored.from_findings then changed.feed else stored.feed end,
    facility_id = case when stored.from_findings then changed.facility_id else stored.facility_id end,
    from_findings = changed.from_findings,
    encounter_date = changed.encounter_date,
    pediatric = changed.pediatric,
    content_hash = changed.content_hash,
    source_generation = changed.source_generation,
    source_offset = changed.source_offset,
    updated_at = changed.updated_at
from json_populate_recordset(null::ods.encounters, $1::json) as changed
where stored.encounter_id = changed.encounter_id
