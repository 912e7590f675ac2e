-- dim_facility: the facilities $1 (NULL: all).
select facility_id, name from ods.facilities where $1::text[] is null or facility_id = any ($1)
