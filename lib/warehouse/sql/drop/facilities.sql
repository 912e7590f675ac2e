-- (By a join with `offset 0`: see ancestors.)
delete from dwh.dim_facility as d
using (
    select o.facility_id
    from dwh.dim_facility as o
    left join (
        select facility_id from ods.facilities where $1::text[] is null or facility_id = any ($1) offset 0
    ) as s on s.facility_id = o.facility_id
    where ($1::text[] is null or o.facility_id = any ($1)) and s.facility_id is null
) as gone
where d.facility_id = gone.facility_id
