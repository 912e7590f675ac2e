-- What a store holds, in figures that two stores with the same feed share: no patient, no time. Name and count.
select 'procedures' as figure, count(*) as count from ods.procedures
union all select 'encounters', count(*) from ods.encounters
union all select 'reports', count(*) from ods.reports
union all select 'findings', count(*) from ods.findings
union all select 'encounter_diagnoses', count(*) from ods.encounter_diagnoses
union all select 'diagnoses_in_use', count(distinct diagnosis_code) from ods.encounter_diagnoses
union all select 'encounter_localizations', count(*) from ods.encounter_localizations
union all select 'localizations_in_use', count(distinct localization_code) from ods.encounter_localizations
union all select 'encounters_unlabelled', count(*) from dwh.fact_encounter where finding_status = 'unlabelled'
union all select 'encounters_undetermined', count(*) from dwh.fact_encounter where finding_status = 'undetermined'
union all select 'months_with_encounters', count(*) from analytics.encounters_per_month where encounters > 0
union all select 'quarantined_records', count(*) from ingest.quarantine
