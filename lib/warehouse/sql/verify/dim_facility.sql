select facility_id, name from ods.facilities
