delete from dwh.dim_facility as d
where ($1::text[] is null or d.facility_id = any ($1))
  and not exists (select from ods.facilities as s where s.facility_id = d.facility_id)
