-- (By a join: see fact_encounter.)
delete from dwh.fact_report as f
using (
    select o.encounter_id, o.report_id
    from dwh.fact_report as o
    left join ods.reports as s
        on s.encounter_id = o.encounter_id and s.report_id = o.report_id
        and ($1::text[] is null or s.encounter_id = any ($1))
    where ($1::text[] is null or o.encounter_id = any ($1)) and s.encounter_id is null
) as gone
where f.encounter_id = gone.encounter_id and f.report_id = gone.report_id
