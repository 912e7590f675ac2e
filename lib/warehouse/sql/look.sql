-- The state of the warehouse at a glance; reads no table further than to its first row, so that an idle tick costs
-- nothing. `emptied`: a table that has no row though the last refresh left some, or the other way round.
select exists (select from ingest.change_queue) or exists (select from ingest.dimension_queue) as queued,
       s.rebuilt_at is not null as built,
       (select min(part) from (values
            ('dwh.dim_date', exists (select from dwh.dim_date) <> (s.encounters > 0)),
            ('dwh.dim_patient', exists (select from dwh.dim_patient) <> (s.patients > 0)),
            ('dwh.dim_procedure', exists (select from dwh.dim_procedure) <> (s.procedures > 0)),
            ('dwh.dim_diagnosis', not exists (select from dwh.dim_diagnosis)),
            ('dwh.fact_encounter', exists (select from dwh.fact_encounter) <> (s.encounters > 0)),
            ('dwh.fact_procedure', exists (select from dwh.fact_procedure) <> (s.procedures > 0)),
            ('dwh.bridge_encounter_diagnosis',
             exists (select from dwh.bridge_encounter_diagnosis) <> (s.encounters > 0)),
            ('dwh.fact_report', exists (select from dwh.fact_report) <> (s.reports > 0)),
            ('dwh.agg_encounter', exists (select from dwh.agg_encounter) <> (s.encounters > 0)),
            ('dwh.agg_diagnosis', exists (select from dwh.agg_diagnosis) <> (s.encounters > 0)),
            ('dwh.agg_finding_status', exists (select from dwh.agg_finding_status) <> (s.encounters > 0)),
            ('dwh.agg_procedure', exists (select from dwh.agg_procedure) <> (s.procedures > 0)),
            ('dwh.agg_label_method', exists (select from dwh.agg_label_method) <> (s.reports > 0)),
            ('dwh.agg_patient', exists (select from dwh.agg_patient) <> (s.patients > 0)),
            ('dwh.agg_studies', exists (select from dwh.agg_studies) <> (s.patients > 0))
        ) as look(part, wrong) where wrong) as emptied
from ingest.warehouse_state as s
