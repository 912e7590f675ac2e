-- What the planner needs to know of the warehouse: keys, not the words of reports.
analyze dwh.dim_date, dwh.dim_patient, dwh.fact_encounter, dwh.fact_procedure (encounter_id, procedure_id),
        dwh.bridge_encounter_diagnosis, dwh.fact_report (encounter_id, report_id)
