select encounter_id from ods.encounters where patient_id = any ($1::text[])
