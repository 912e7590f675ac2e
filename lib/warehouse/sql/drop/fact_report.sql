delete from dwh.fact_report as f
where ($1::text[] is null or f.encounter_id = any ($1))
  and not exists (select from ods.reports as s
                  where s.encounter_id = f.encounter_id and s.report_id = f.report_id)
