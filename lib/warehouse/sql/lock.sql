-- Compiling a statement takes longer than running it; and an increment finds its few rows by their keys, which a planner
-- without fresh statistics of a queue or of a table that was just filled does not see. (A rebuild has other settings.)
set local jit = off;
set local enable_seqscan = off;
-- One update of the warehouse at a time. LOCK TABLE takes no snapshot, so the transaction's is taken after the lock was
-- granted, and sees what the one before it committed.
lock table ingest.warehouse_state in share row exclusive mode;
lock table ods.patients, ods.patient_moves, ods.facilities, ods.diagnoses, ods.diagnosis_ancestors, ods.encounters,
           ods.procedures, ods.reports, ods.encounter_diagnoses in access share mode
