-- Places, hospitals and the source in the OMOP CDM 5.4, its imaging extension (MI-CDM), and the tables that stay empty.

create view omop.location as
select
    (('x' || left(md5(place.name), 8))::bit(32)::integer & 2147483647)::integer as location_id,
    null::varchar(50) as address_1,
    null::varchar(50) as address_2,
    place.name::varchar(50) as city,
    null::varchar(2) as state,
    null::varchar(9) as zip,
    null::varchar(20) as county,
    place.name::varchar(50) as location_source_value,
    0::integer as country_concept_id,
    null::varchar(80) as country_source_value,
    null::numeric as latitude,
    null::numeric as longitude
from (select location from ods.patients union select location from ods.patient_moves) as place (name);
comment on view omop.location is
    'A place where a patient lives or lived.';
comment on column omop.location.location_id is 'The first 31 bits that count of the MD5 of the name: the same in every database.';
comment on column omop.location.city is 'The name, its first 50 characters.';
comment on column omop.location.location_source_value is 'The name, its first 50 characters.';
comment on column omop.location.country_concept_id is '0: not mapped.';

create view omop.care_site as
select
    f.number::integer as care_site_id,
    f.name::varchar(255) as care_site_name,
    0::integer as place_of_service_concept_id,
    null::integer as location_id,
    f.facility_id::varchar(50) as care_site_source_value,
    null::varchar(50) as place_of_service_source_value
from ods.facilities as f;
comment on view omop.care_site is
    'A hospital.';
comment on column omop.care_site.care_site_id is 'ods.facilities.number.';
comment on column omop.care_site.care_site_name is 'Its name.';
comment on column omop.care_site.place_of_service_concept_id is '0: not mapped.';
comment on column omop.care_site.care_site_source_value is 'ods.facilities.facility_id, its first 50 characters.';

create view omop.cdm_source as
select
    c.feed::varchar(255) as cdm_source_name,
    c.feed::varchar(25) as cdm_source_abbreviation,
    (coalesce((select string_agg(f.name, ', ' order by f.facility_id) from ods.facilities as f), 'unknown'))::varchar(255) as cdm_holder,
    ('Chest radiographs: studies, images, reports and their labels. Persons are synthetic.')::text as source_description,
    null::varchar(255) as source_documentation_reference,
    ('padchestd, docs/omop.md')::varchar(255) as cdm_etl_reference,
    ((c.committed_at at time zone 'UTC')::date)::date as source_release_date,
    ((c.committed_at at time zone 'UTC')::date)::date as cdm_release_date,
    ('v5.4')::varchar(10) as cdm_version,
    756265::integer as cdm_version_concept_id,
    (coalesce((select o.vocabulary_version from omop.vocabulary as o where o.vocabulary_id = 'None'), 'none imported'))::varchar(20) as vocabulary_version
from ingest.checkpoint as c;
comment on view omop.cdm_source is
    'A feed, as far as it is loaded.';
comment on column omop.cdm_source.cdm_source_name is 'The name of the feed.';
comment on column omop.cdm_source.cdm_source_abbreviation is 'The same, its first 25 characters.';
comment on column omop.cdm_source.cdm_holder is 'The hospitals in the store.';
comment on column omop.cdm_source.source_description is 'What it holds.';
comment on column omop.cdm_source.cdm_etl_reference is 'What fills these views.';
comment on column omop.cdm_source.source_release_date is 'The day of the last batch.';
comment on column omop.cdm_source.cdm_release_date is 'The same: the views are always up to date with the store.';
comment on column omop.cdm_source.cdm_version is 'v5.4.';
comment on column omop.cdm_source.cdm_version_concept_id is 'OMOP concept 756265: OMOP CDM Version 5.4.0.';
comment on column omop.cdm_source.vocabulary_version is 'Of the imported vocabularies; `none imported` without.';

create view omop.image_occurrence as
select
    i.number::integer as image_occurrence_id,
    p.number::integer as person_id,
    i.number::integer as procedure_occurrence_id,
    e.number::integer as visit_occurrence_id,
    (coalesce(s.concept_id, 0))::integer as anatomic_site_concept_id,
    null::text as wadors_uri,
    (concat_ws('/', i.image_dir, i.procedure_id))::text as local_path,
    e.encounter_date::date as image_occurrence_date,
    i.encounter_id::varchar(250) as image_study_uid,
    i.procedure_id::varchar(250) as image_series_uid,
    (coalesce(k.concept_id, 0))::integer as modality_concept_id
from ods.procedures as i
join ods.encounters as e on e.encounter_id = i.encounter_id
join ods.patients as p on p.patient_id = e.patient_id
left join ods.concept_mapping as k on k.source_vocabulary_id = 'padchestd modality' and k.source_code = i.modality
left join ods.concept_mapping as s on s.source_vocabulary_id = 'padchestd site' and s.source_code = 'chest';
comment on view omop.image_occurrence is
    'An image, after the medical imaging extension (MI-CDM).';
comment on column omop.image_occurrence.image_occurrence_id is 'ods.procedures.number: the same as procedure_occurrence_id.';
comment on column omop.image_occurrence.person_id is 'The synthetic patient: omop.person.';
comment on column omop.image_occurrence.procedure_occurrence_id is 'The same image: omop.procedure_occurrence.';
comment on column omop.image_occurrence.visit_occurrence_id is 'The study: omop.visit_occurrence.';
comment on column omop.image_occurrence.anatomic_site_concept_id is
    'Mapped from source vocabulary `padchestd site`, code `chest`; 0 without a mapping.';
comment on column omop.image_occurrence.local_path is 'Folder and file of the image in the source''s archive.';
comment on column omop.image_occurrence.image_occurrence_date is 'The study''s date.';
comment on column omop.image_occurrence.image_study_uid is 'The study''s encounter_id: the source has no DICOM UID.';
comment on column omop.image_occurrence.image_series_uid is 'The image''s procedure_id: the source has no DICOM UID.';
comment on column omop.image_occurrence.modality_concept_id is
    'Mapped from source vocabulary `padchestd modality`; 0 without a mapping.';

create view omop.image_feature as
select
    l.number::integer as image_feature_id,
    l.patient_number::integer as person_id,
    i.number::integer as image_occurrence_id,
    (coalesce((select c.concept_id from omop.concept as c
              where c.concept_id = case when l.kind in ('finding', 'differential') then 1147127 else 1147165 end), 0))::integer as image_feature_event_field_concept_id,
    l.number::integer as image_feature_event_id,
    l.concept_id::integer as image_feature_concept_id,
    l.type_concept_id::integer as image_feature_type_concept_id,
    0::integer as image_finding_concept_id,
    l.number::integer as image_finding_id,
    0::integer as anatomic_site_concept_id,
    (case when l.by_model then l.label_method end)::varchar(250) as alg_system,
    null::timestamp as alg_datetime
from ods.study_label as l
join (select encounter_id, min(number) as number from ods.procedures group by encounter_id) as i
    on i.encounter_id = l.encounter_id;
comment on view omop.image_feature is
    'A label of a study, after the medical imaging extension (MI-CDM). It is the study''s; it is listed once, with the study''s first image.';
comment on column omop.image_feature.image_feature_id is 'ods.encounter_diagnoses.number.';
comment on column omop.image_feature.person_id is 'The synthetic patient: omop.person.';
comment on column omop.image_feature.image_occurrence_id is 'The study''s image with the lowest number: omop.image_occurrence.';
comment on column omop.image_feature.image_feature_event_field_concept_id is
    '1147127 (condition_occurrence_id) or 1147165 (observation_id) where the imported vocabulary has it, else 0.';
comment on column omop.image_feature.image_feature_event_id is 'The row of omop.condition_occurrence or omop.observation.';
comment on column omop.image_feature.image_feature_concept_id is 'The concept of the label; 0 without a mapping.';
comment on column omop.image_feature.image_feature_type_concept_id is 'As in omop.condition_occurrence.';
comment on column omop.image_feature.image_finding_concept_id is '0: not mapped.';
comment on column omop.image_feature.image_finding_id is 'The label: each is a finding of its own.';
comment on column omop.image_feature.anatomic_site_concept_id is
    '0: which localization belongs to which label is not in the source.';
comment on column omop.image_feature.alg_system is 'How the label was made, where not by a physician.';

-- So that tools which expect every table of the CDM find it.
create view omop.visit_detail as select
    null::integer as visit_detail_id, null::integer as person_id, null::integer as visit_detail_concept_id,
    null::date as visit_detail_start_date, null::timestamp as visit_detail_start_datetime,
    null::date as visit_detail_end_date, null::timestamp as visit_detail_end_datetime,
    null::integer as visit_detail_type_concept_id, null::integer as provider_id, null::integer as care_site_id,
    null::varchar(50) as visit_detail_source_value, null::integer as visit_detail_source_concept_id,
    null::integer as admitted_from_concept_id, null::varchar(50) as admitted_from_source_value,
    null::varchar(50) as discharged_to_source_value, null::integer as discharged_to_concept_id,
    null::integer as preceding_visit_detail_id, null::integer as parent_visit_detail_id, null::integer as visit_occurrence_id
where false;
create view omop.drug_exposure as select
    null::integer as drug_exposure_id, null::integer as person_id, null::integer as drug_concept_id,
    null::date as drug_exposure_start_date, null::timestamp as drug_exposure_start_datetime,
    null::date as drug_exposure_end_date, null::timestamp as drug_exposure_end_datetime, null::date as verbatim_end_date,
    null::integer as drug_type_concept_id, null::varchar(20) as stop_reason, null::integer as refills,
    null::numeric as quantity, null::integer as days_supply, null::text as sig, null::integer as route_concept_id,
    null::varchar(50) as lot_number, null::integer as provider_id, null::integer as visit_occurrence_id,
    null::integer as visit_detail_id, null::varchar(50) as drug_source_value, null::integer as drug_source_concept_id,
    null::varchar(50) as route_source_value, null::varchar(50) as dose_unit_source_value
where false;
create view omop.device_exposure as select
    null::integer as device_exposure_id, null::integer as person_id, null::integer as device_concept_id,
    null::date as device_exposure_start_date, null::timestamp as device_exposure_start_datetime,
    null::date as device_exposure_end_date, null::timestamp as device_exposure_end_datetime,
    null::integer as device_type_concept_id, null::varchar(255) as unique_device_id, null::varchar(255) as production_id,
    null::integer as quantity, null::integer as provider_id, null::integer as visit_occurrence_id,
    null::integer as visit_detail_id, null::varchar(50) as device_source_value, null::integer as device_source_concept_id,
    null::integer as unit_concept_id, null::varchar(50) as unit_source_value, null::integer as unit_source_concept_id
where false;
create view omop.death as select
    null::integer as person_id, null::date as death_date, null::timestamp as death_datetime,
    null::integer as death_type_concept_id, null::integer as cause_concept_id, null::varchar(50) as cause_source_value,
    null::integer as cause_source_concept_id
where false;
create view omop.specimen as select
    null::integer as specimen_id, null::integer as person_id, null::integer as specimen_concept_id,
    null::integer as specimen_type_concept_id, null::date as specimen_date, null::timestamp as specimen_datetime,
    null::numeric as quantity, null::integer as unit_concept_id, null::integer as anatomic_site_concept_id,
    null::integer as disease_status_concept_id, null::varchar(50) as specimen_source_id,
    null::varchar(50) as specimen_source_value, null::varchar(50) as unit_source_value,
    null::varchar(50) as anatomic_site_source_value, null::varchar(50) as disease_status_source_value
where false;
create view omop.provider as select
    null::integer as provider_id, null::varchar(255) as provider_name, null::varchar(20) as npi, null::varchar(20) as dea,
    null::integer as specialty_concept_id, null::integer as care_site_id, null::integer as year_of_birth,
    null::integer as gender_concept_id, null::varchar(50) as provider_source_value,
    null::varchar(50) as specialty_source_value, null::integer as specialty_source_concept_id,
    null::varchar(50) as gender_source_value, null::integer as gender_source_concept_id
where false;
create view omop.payer_plan_period as select
    null::integer as payer_plan_period_id, null::integer as person_id, null::date as payer_plan_period_start_date,
    null::date as payer_plan_period_end_date, null::integer as payer_concept_id, null::varchar(50) as payer_source_value,
    null::integer as payer_source_concept_id, null::integer as plan_concept_id, null::varchar(50) as plan_source_value,
    null::integer as plan_source_concept_id, null::integer as sponsor_concept_id, null::varchar(50) as sponsor_source_value,
    null::integer as sponsor_source_concept_id, null::varchar(50) as family_source_value,
    null::integer as stop_reason_concept_id, null::varchar(50) as stop_reason_source_value,
    null::integer as stop_reason_source_concept_id
where false;
create view omop.cost as select
    null::integer as cost_id, null::integer as cost_event_id, null::varchar(20) as cost_domain_id,
    null::integer as cost_type_concept_id, null::integer as currency_concept_id, null::numeric as total_charge,
    null::numeric as total_cost, null::numeric as total_paid, null::numeric as paid_by_payer,
    null::numeric as paid_by_patient, null::numeric as paid_patient_copay, null::numeric as paid_patient_coinsurance,
    null::numeric as paid_patient_deductible, null::numeric as paid_by_primary, null::numeric as paid_ingredient_cost,
    null::numeric as paid_dispensing_fee, null::integer as payer_plan_period_id, null::numeric as amount_allowed,
    null::integer as revenue_code_concept_id, null::varchar(50) as revenue_code_source_value, null::integer as drg_concept_id,
    null::varchar(3) as drg_source_value
where false;
create view omop.drug_era as select
    null::integer as drug_era_id, null::integer as person_id, null::integer as drug_concept_id,
    null::date as drug_era_start_date, null::date as drug_era_end_date, null::integer as drug_exposure_count,
    null::integer as gap_days
where false;
create view omop.dose_era as select
    null::integer as dose_era_id, null::integer as person_id, null::integer as drug_concept_id,
    null::integer as unit_concept_id, null::numeric as dose_value, null::date as dose_era_start_date,
    null::date as dose_era_end_date
where false;
create view omop.condition_era as select
    null::integer as condition_era_id, null::integer as person_id, null::integer as condition_concept_id,
    null::date as condition_era_start_date, null::date as condition_era_end_date, null::integer as condition_occurrence_count
where false;
create view omop.episode as select
    null::integer as episode_id, null::integer as person_id, null::integer as episode_concept_id,
    null::date as episode_start_date, null::timestamp as episode_start_datetime, null::date as episode_end_date,
    null::timestamp as episode_end_datetime, null::integer as episode_parent_id, null::integer as episode_number,
    null::integer as episode_object_concept_id, null::integer as episode_type_concept_id,
    null::varchar(50) as episode_source_value, null::integer as episode_source_concept_id
where false;
create view omop.episode_event as select
    null::integer as episode_id, null::integer as event_id, null::integer as episode_event_field_concept_id
where false;
create view omop.metadata as select
    null::integer as metadata_id, null::integer as metadata_concept_id, null::integer as metadata_type_concept_id,
    null::varchar(250) as name, null::varchar(250) as value_as_string, null::integer as value_as_concept_id,
    null::numeric as value_as_number, null::date as metadata_date, null::timestamp as metadata_datetime
where false;
create view omop.cohort as select
    null::integer as cohort_definition_id, null::integer as subject_id, null::date as cohort_start_date,
    null::date as cohort_end_date
where false;
create view omop.cohort_definition as select
    null::integer as cohort_definition_id, null::varchar(255) as cohort_definition_name,
    null::text as cohort_definition_description, null::integer as definition_type_concept_id,
    null::text as cohort_definition_syntax, null::integer as subject_concept_id, null::date as cohort_initiation_date
where false;

-- What no comment above is about is always NULL, or is in a table that the source has nothing for.
do $$
declare
    field record;
begin
    for field in select attrelid::regclass as relation, attname, obj_description(attrelid, 'pg_class') is null as is_empty
                 from pg_attribute
                 where attrelid in (select oid from pg_class where relnamespace = 'omop'::regnamespace and relkind = 'v')
                   and attnum > 0 and col_description(attrelid, attnum) is null loop
        execute format('comment on column %s.%I is %L', field.relation, field.attname,
                       case when field.is_empty then 'No row.' else 'Not in the source: always NULL.' end);
    end loop;
    for field in select oid::regclass as relation from pg_class
                 where relnamespace = 'omop'::regnamespace and relkind = 'v' and obj_description(oid, 'pg_class') is null loop
        execute format('comment on view %s is %L', field.relation, 'Empty: the source has nothing for it.');
    end loop;
end
$$;
