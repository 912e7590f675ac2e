-- $1 patients, $2 facilities, $3 diagnoses, $4 localizations, each once. The first table that lacks one, with its foreign key.
select table_name, constraint_name from (
    select 1 as place, 'encounters' as table_name, 'encounters_patient_fk' as constraint_name
    from unnest($1::text[]) as used (key) where not exists (select from ods.patients where patient_id = key)
    union all
    select 2, 'encounters', 'encounters_facility_fk'
    from unnest($2::text[]) as used (key) where not exists (select from ods.facilities where facility_id = key)
    union all
    select 3, 'encounter_diagnoses', 'encounter_diagnoses_diagnosis_fk'
    from unnest($3::text[]) as used (key) where not exists (select from ods.diagnoses where diagnosis_code = key)
    union all
    select 4, 'encounter_localizations', 'encounter_localizations_localization_fk'
    from unnest($4::text[]) as used (key) where not exists (select from ods.localizations where localization_code = key)
) as missing
order by place limit 1
