-- What the planner needs to know of the warehouse, and of the store's tables that it is derived from: how far their keys
-- repeat, not the words of reports. (Autovacuum comes a minute later: until then a look-up by keys would scan a table.)
-- A sample of 6,000 rows tells a key from a code; the server's 30,000 took a tenth of a first load's time.
set local default_statistics_target = 20;
analyze ods.patients, ods.encounters, ods.procedures (encounter_id, procedure_id), ods.reports (encounter_id, report_id),
        ods.encounter_diagnoses, dwh.dim_date, dwh.dim_patient, dwh.fact_encounter,
        dwh.fact_procedure (encounter_id, procedure_id), dwh.bridge_encounter_diagnosis,
        dwh.fact_report (encounter_id, report_id)
