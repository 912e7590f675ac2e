-- How studies get their patients (patients.draw), and, for the draw by patient, who has whom. What was drawn so far was
-- uniform. The draw is a column of every view that age, sex or a person's studies are in.

create table ingest.patient_draw (
    one boolean primary key default true check (one),
    draw text collate "C" not null check (draw in ('uniform', 'matched', 'by_patient'))
);
insert into ingest.patient_draw (draw) values ('uniform');

create table ingest.patient_assignment (
    key_hash bytea primary key check (length(key_hash) = 16),
    patient_id text collate "C" not null unique references ods.patients (patient_id),
    number bigint generated always as identity unique
);

comment on table ingest.patient_draw is 'How studies get their patients: one row. Changed on a filled store by `padchestd redraw` only.';
comment on column ingest.patient_draw.one is 'Always true: there is one row.';
comment on column ingest.patient_draw.draw is
    'uniform: any patient; matched: one of the same sex within two years of age; by_patient: one for all studies of a source patient.';
comment on table ingest.patient_assignment is
    'Draw by patient only: the patient of each source patient, whose number is not stored. Without ingest.draw_secret no row can be traced to one.';
comment on column ingest.patient_assignment.key_hash is
    'The first 16 bytes of HMAC-SHA256 under the draw''s secret of facility and source patient number (of the study, where that is missing).';
comment on column ingest.patient_assignment.patient_id is 'The synthetic patient; nobody is assigned twice.';
comment on column ingest.patient_assignment.number is 'In the order of assignment.';

create view analytics.patient_draw as select draw from ingest.patient_draw;
comment on view analytics.patient_draw is 'How studies get their synthetic patients (docs/privacy.md); one row.';
comment on column analytics.patient_draw.draw is 'uniform, matched or by_patient.';

create or replace view analytics.frequent_diagnoses_by_age_group as
select t.age_group,
       row_number() over (partition by t.age_group order by t.encounters desc, t.diagnosis_code)::integer as rank,
       t.diagnosis_code, d.description, d.kind, t.encounters,
       round(t.encounters::numeric / g.encounters, 6) as share, w.draw as patient_draw
from (select age_group, diagnosis_code, sum(encounters)::bigint as encounters
      from dwh.agg_diagnosis group by age_group, diagnosis_code) as t
join (select age_group, sum(encounters)::bigint as encounters
      from dwh.agg_encounter group by age_group) as g on g.age_group = t.age_group
join dwh.dim_diagnosis as d on d.diagnosis_code = t.diagnosis_code
cross join ingest.patient_draw as w
where d.kind <> 'unlabelled'
order by t.age_group, rank;

create or replace view analytics.avg_studies_per_patient as
select encounters, patients_with_studies, patients_in_pool,
       round(encounters::numeric / nullif(patients_with_studies, 0), 2)::numeric(12, 2) as avg_per_patient,
       round(encounters::numeric / nullif(patients_in_pool, 0), 2)::numeric(12, 2) as avg_per_pool_patient,
       draw as patient_draw
from (select coalesce(sum(studies * patients), 0)::bigint as encounters,
             coalesce(sum(patients) filter (where studies > 0), 0)::bigint as patients_with_studies,
             coalesce(sum(patients), 0)::bigint as patients_in_pool
      from dwh.agg_studies) as total
cross join ingest.patient_draw;

create or replace view analytics.studies_per_patient_distribution as
select studies, sum(patients)::bigint as patients, draw as patient_draw
from dwh.agg_studies cross join ingest.patient_draw where studies > 0 group by studies, draw order by studies;

create or replace view analytics.studies_per_patient_by_sex as
select sex, studies, patients, draw as patient_draw
from dwh.agg_studies cross join ingest.patient_draw order by sex, studies;

create or replace view analytics.encounter_cube as
select month, age_group, sex, encounters, draw as patient_draw
from dwh.agg_encounter cross join ingest.patient_draw order by month, age_group, sex;

create or replace view analytics.diagnosis_cube as
select year, age_group, sex, diagnosis_code, encounters, draw as patient_draw
from dwh.agg_diagnosis cross join ingest.patient_draw
order by year, age_group, sex, diagnosis_code;

comment on column analytics.frequent_diagnoses_by_age_group.patient_draw is 'How the patients were chosen: uniform, matched or by_patient.';
comment on column analytics.avg_studies_per_patient.patient_draw is 'How the patients were chosen: uniform, matched or by_patient.';
comment on column analytics.studies_per_patient_distribution.patient_draw is 'How the patients were chosen: uniform, matched or by_patient.';
comment on column analytics.studies_per_patient_by_sex.patient_draw is 'How the patients were chosen: uniform, matched or by_patient.';
comment on column analytics.encounter_cube.patient_draw is 'How the patients were chosen: uniform, matched or by_patient.';
comment on column analytics.diagnosis_cube.patient_draw is 'How the patients were chosen: uniform, matched or by_patient.';
comment on column ods.encounters.patient_id is
    'The patient drawn for the study, as ingest.patient_draw says: by a keyed function, the same after a replay.';
