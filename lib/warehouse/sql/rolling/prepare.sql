-- Keys find the rows of a part; compiling a statement takes longer than running it.
set local jit = off;
set local enable_seqscan = off;
set local work_mem = '16MB';
-- One part at a time, and no table of dwh is emptied (which a snapshot does not hide) before the part has read it. LOCK TABLE
-- takes no snapshot: the transaction's is taken after the locks were granted.
lock table ingest.warehouse_proof in share row exclusive mode;
lock table dwh.dim_date, dwh.dim_patient, dwh.dim_facility, dwh.dim_diagnosis, dwh.dim_diagnosis_ancestor, dwh.dim_procedure,
           dwh.fact_encounter, dwh.fact_procedure, dwh.bridge_encounter_diagnosis, dwh.fact_report, dwh.agg_encounter,
           dwh.agg_diagnosis, dwh.agg_diagnosis_pair, dwh.agg_finding_status, dwh.agg_procedure, dwh.agg_label_method,
           dwh.agg_keyword, dwh.agg_report_cluster, dwh.agg_cluster_diagnosis, dwh.agg_patient, dwh.agg_studies
    in access share mode
