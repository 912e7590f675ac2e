-- Persons, visits, images and exposure values in the OMOP CDM 5.4. A column of the CDM that has no comment here is commented
-- in 020.

create view omop.person as
select
    p.number::integer as person_id,
    (case p.sex when 'M' then 8507 when 'F' then 8532 else 0 end)::integer as gender_concept_id,
    (extract(year from p.birth_date))::integer as year_of_birth,
    (extract(month from p.birth_date))::integer as month_of_birth,
    (extract(day from p.birth_date))::integer as day_of_birth,
    p.birth_date::timestamp as birth_datetime,
    0::integer as race_concept_id,
    0::integer as ethnicity_concept_id,
    (('x' || left(md5(coalesce(m.location, p.location)), 8))::bit(32)::integer & 2147483647)::integer as location_id,
    null::integer as provider_id,
    null::integer as care_site_id,
    p.patient_id::varchar(50) as person_source_value,
    p.sex::varchar(50) as gender_source_value,
    null::integer as gender_source_concept_id,
    null::varchar(50) as race_source_value,
    null::integer as race_source_concept_id,
    null::varchar(50) as ethnicity_source_value,
    null::integer as ethnicity_source_concept_id
from ods.patients as p
cross join dwh.today as t
left join lateral (select moved.location from ods.patient_moves as moved
                   where moved.patient_id = p.patient_id and moved.valid_from <= t.day
                   order by moved.valid_from desc limit 1) as m on true;
comment on view omop.person is
    'A synthetic patient of the pool, with studies or not (docs/privacy.md). Nobody of the source is in it.';
comment on column omop.person.person_id is 'ods.patients.number.';
comment on column omop.person.gender_concept_id is '8507 male, 8532 female, 0 other.';
comment on column omop.person.year_of_birth is 'Year of birth.';
comment on column omop.person.month_of_birth is 'Month of birth.';
comment on column omop.person.day_of_birth is 'Day of birth.';
comment on column omop.person.birth_datetime is 'Midnight of the day of birth.';
comment on column omop.person.race_concept_id is '0: not known.';
comment on column omop.person.ethnicity_concept_id is '0: not known.';
comment on column omop.person.location_id is 'Where the patient lives today: omop.location.';
comment on column omop.person.person_source_value is 'ods.patients.patient_id.';
comment on column omop.person.gender_source_value is 'F, M or O.';

create view omop.observation_period as
select
    p.number::integer as observation_period_id,
    p.number::integer as person_id,
    (min(e.encounter_date))::date as observation_period_start_date,
    (max(e.encounter_date))::date as observation_period_end_date,
    32817::integer as period_type_concept_id
from ods.encounters as e
join ods.patients as p on p.patient_id = e.patient_id
group by p.number;
comment on view omop.observation_period is
    'From the first to the last study of a patient; none for a patient without a study.';
comment on column omop.observation_period.observation_period_id is 'One a patient: the same number as person_id.';
comment on column omop.observation_period.person_id is 'The synthetic patient: omop.person.';
comment on column omop.observation_period.observation_period_start_date is 'Date of the first study.';
comment on column omop.observation_period.observation_period_end_date is 'Date of the last study.';
comment on column omop.observation_period.period_type_concept_id is 'OMOP concept 32817: EHR.';

create view omop.visit_occurrence as
select
    e.number::integer as visit_occurrence_id,
    p.number::integer as person_id,
    0::integer as visit_concept_id,
    e.encounter_date::date as visit_start_date,
    null::timestamp as visit_start_datetime,
    e.encounter_date::date as visit_end_date,
    null::timestamp as visit_end_datetime,
    32827::integer as visit_type_concept_id,
    null::integer as provider_id,
    f.number::integer as care_site_id,
    (case when length(e.encounter_id) <= 50 then e.encounter_id end)::varchar(50) as visit_source_value,
    null::integer as visit_source_concept_id,
    null::integer as admitted_from_concept_id,
    null::varchar(50) as admitted_from_source_value,
    null::integer as discharged_to_concept_id,
    null::varchar(50) as discharged_to_source_value,
    null::integer as preceding_visit_occurrence_id
from ods.encounters as e
join ods.patients as p on p.patient_id = e.patient_id
join ods.facilities as f on f.facility_id = e.facility_id;
comment on view omop.visit_occurrence is
    'A study: one visit of one day. Whether the patient was in hospital or came from outside is not in the source.';
comment on column omop.visit_occurrence.visit_occurrence_id is 'ods.encounters.number.';
comment on column omop.visit_occurrence.person_id is 'The synthetic patient: omop.person.';
comment on column omop.visit_occurrence.visit_concept_id is '0: the kind of visit is not in the source.';
comment on column omop.visit_occurrence.visit_start_date is 'The study''s date.';
comment on column omop.visit_occurrence.visit_end_date is 'The study''s date.';
comment on column omop.visit_occurrence.visit_type_concept_id is 'OMOP concept 32827: EHR encounter record.';
comment on column omop.visit_occurrence.care_site_id is 'The hospital: omop.care_site.';
comment on column omop.visit_occurrence.visit_source_value is
    'The study''s encounter_id; NULL where it is longer than the 50 characters of the CDM.';

create view omop.procedure_occurrence as
select
    i.number::integer as procedure_occurrence_id,
    p.number::integer as person_id,
    (coalesce(k.concept_id, 0))::integer as procedure_concept_id,
    e.encounter_date::date as procedure_date,
    null::timestamp as procedure_datetime,
    e.encounter_date::date as procedure_end_date,
    null::timestamp as procedure_end_datetime,
    32817::integer as procedure_type_concept_id,
    0::integer as modifier_concept_id,
    1::integer as quantity,
    null::integer as provider_id,
    e.number::integer as visit_occurrence_id,
    null::integer as visit_detail_id,
    i.procedure_name::varchar(50) as procedure_source_value,
    null::integer as procedure_source_concept_id,
    (concat_ws(' ', i.modality, i.projection, i.view_position))::varchar(50) as modifier_source_value
from ods.procedures as i
join ods.encounters as e on e.encounter_id = i.encounter_id
join ods.patients as p on p.patient_id = e.patient_id
left join ods.concept_mapping as k on k.source_vocabulary_id = 'padchestd view' and k.source_code = i.procedure_name;
comment on view omop.procedure_occurrence is
    'An image: one radiograph.';
comment on column omop.procedure_occurrence.procedure_occurrence_id is 'ods.procedures.number.';
comment on column omop.procedure_occurrence.person_id is 'The synthetic patient: omop.person.';
comment on column omop.procedure_occurrence.procedure_concept_id is
    'Mapped from source vocabulary `padchestd view`; 0 without a mapping.';
comment on column omop.procedure_occurrence.procedure_date is 'The study''s date.';
comment on column omop.procedure_occurrence.procedure_end_date is 'The study''s date.';
comment on column omop.procedure_occurrence.procedure_type_concept_id is 'OMOP concept 32817: EHR.';
comment on column omop.procedure_occurrence.modifier_concept_id is '0: not mapped.';
comment on column omop.procedure_occurrence.quantity is '1: a row is an image.';
comment on column omop.procedure_occurrence.visit_occurrence_id is 'The study: omop.visit_occurrence.';
comment on column omop.procedure_occurrence.procedure_source_value is 'ods.procedures.procedure_name, its first 50 characters.';
comment on column omop.procedure_occurrence.modifier_source_value is
    'Modality, projection and view position of the image, as far as they are known.';

create view omop.measurement as
select
    (i.number * 8 + x.place)::integer as measurement_id,
    p.number::integer as person_id,
    (coalesce(k.concept_id, 0))::integer as measurement_concept_id,
    e.encounter_date::date as measurement_date,
    null::timestamp as measurement_datetime,
    null::varchar(10) as measurement_time,
    32817::integer as measurement_type_concept_id,
    null::integer as operator_concept_id,
    x.value::numeric as value_as_number,
    null::integer as value_as_concept_id,
    (coalesce(u.concept_id, 0))::integer as unit_concept_id,
    null::numeric as range_low,
    null::numeric as range_high,
    null::integer as provider_id,
    e.number::integer as visit_occurrence_id,
    null::integer as visit_detail_id,
    x.name::varchar(50) as measurement_source_value,
    0::integer as measurement_source_concept_id,
    x.unit::varchar(50) as unit_source_value,
    null::integer as unit_source_concept_id,
    (x.value::text)::varchar(50) as value_source_value,
    i.number::integer as measurement_event_id,
    (select c.concept_id from omop.concept as c where c.concept_id = 1147082) as meas_event_field_concept_id
from ods.procedures as i
join ods.encounters as e on e.encounter_id = i.encounter_id
join ods.patients as p on p.patient_id = e.patient_id
cross join lateral (values (0, 'tube_current_ma', 'mA', i.tube_current_ma), (1, 'exposure_mas', 'mAs', i.exposure_mas),
                           (2, 'exposure_uas', 'uAs', i.exposure_uas), (3, 'exposure_time_ms', 'ms', i.exposure_time_ms),
                           (4, 'relative_exposure', null, i.relative_exposure)) as x (place, name, unit, value)
left join ods.concept_mapping as k on k.source_vocabulary_id = 'padchestd exposure' and k.source_code = x.name
left join ods.concept_mapping as u on u.source_vocabulary_id = 'padchestd unit' and u.source_code = x.unit
where x.value is not null;
comment on view omop.measurement is
    'An exposure value of an image: tube current, exposure (mAs, microampere-seconds), exposure time, relative exposure.';
comment on column omop.measurement.measurement_id is 'The image''s number times eight, plus the place of the value.';
comment on column omop.measurement.person_id is 'The synthetic patient: omop.person.';
comment on column omop.measurement.measurement_concept_id is
    'Mapped from source vocabulary `padchestd exposure`; 0 without a mapping.';
comment on column omop.measurement.measurement_date is 'The study''s date.';
comment on column omop.measurement.measurement_type_concept_id is 'OMOP concept 32817: EHR.';
comment on column omop.measurement.value_as_number is 'The value.';
comment on column omop.measurement.unit_concept_id is 'Mapped from source vocabulary `padchestd unit`; 0 without a mapping.';
comment on column omop.measurement.visit_occurrence_id is 'The study: omop.visit_occurrence.';
comment on column omop.measurement.measurement_source_value is 'The column of ods.procedures.';
comment on column omop.measurement.measurement_source_concept_id is '0: not mapped.';
comment on column omop.measurement.unit_source_value is 'mA, mAs, uAs or ms; NULL: without unit.';
comment on column omop.measurement.value_source_value is 'The value as text.';
comment on column omop.measurement.measurement_event_id is 'The image: omop.procedure_occurrence.';
comment on column omop.measurement.meas_event_field_concept_id is
    '1147082 (procedure_occurrence.procedure_occurrence_id) where the imported vocabulary has it, else NULL.';
