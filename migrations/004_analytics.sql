-- What people query: views over the warehouse's aggregates, never over its facts, so that their cost does not grow with
-- the store. Age and sex belong to synthetic patients, drawn at random for each encounter.

create schema analytics;

-- 1. Encounters over time. `timestamp`, not date: generate_series over dates would depend on the session's time zone.

create view analytics.encounters_per_month as
select span.month::date as month, coalesce(sum(a.encounters), 0)::bigint as encounters
from (select generate_series(min(month)::timestamp, max(month)::timestamp, interval '1 month') as month
      from dwh.agg_encounter) as span
left join dwh.agg_encounter as a on a.month = span.month::date
group by span.month
order by span.month;

create view analytics.encounters_per_month_of_year as
select month_of_year, coalesce(sum(a.encounters), 0)::bigint as encounters
from generate_series(1, 12) as month_of_year
left join dwh.agg_encounter as a on extract(month from a.month) = month_of_year
group by month_of_year
order by month_of_year;

create view analytics.finding_status_per_month as
select month, finding_status, encounters from dwh.agg_finding_status order by month, finding_status;

create view analytics.procedures_per_month as
select a.month, p.modality, p.projection, sum(a.procedures)::bigint as procedures
from dwh.agg_procedure as a
join dwh.dim_procedure as p on p.procedure_key = a.procedure_key
group by a.month, p.modality, p.projection
order by a.month, p.modality, p.projection;

create view analytics.label_methods_per_month as
select month, label_method, reports from dwh.agg_label_method order by month, label_method;

-- 2. Diagnoses by age group.

create view analytics.frequent_diagnoses_by_age_group as
select t.age_group,
       row_number() over (partition by t.age_group order by t.encounters desc, t.diagnosis_code)::integer as rank,
       t.diagnosis_code, d.description, d.kind, t.encounters,
       round(t.encounters::numeric / g.encounters, 6) as share
from (select age_group, diagnosis_code, sum(encounters)::bigint as encounters
      from dwh.agg_diagnosis group by age_group, diagnosis_code) as t
join (select age_group, sum(encounters)::bigint as encounters
      from dwh.agg_encounter group by age_group) as g on g.age_group = t.age_group
join dwh.dim_diagnosis as d on d.diagnosis_code = t.diagnosis_code
where d.kind <> 'unlabelled'
order by t.age_group, rank;

-- 3. Studies per patient. agg_studies counts patients without a study too (studies = 0).

create view analytics.avg_studies_per_patient as
select encounters, patients_with_studies, patients_in_pool,
       round(encounters::numeric / nullif(patients_with_studies, 0), 2)::numeric(12, 2) as avg_per_patient,
       round(encounters::numeric / nullif(patients_in_pool, 0), 2)::numeric(12, 2) as avg_per_pool_patient
from (select coalesce(sum(studies * patients), 0)::bigint as encounters,
             coalesce(sum(patients) filter (where studies > 0), 0)::bigint as patients_with_studies,
             coalesce(sum(patients), 0)::bigint as patients_in_pool
      from dwh.agg_studies) as total;

create view analytics.studies_per_patient_distribution as
select studies, sum(patients)::bigint as patients
from dwh.agg_studies where studies > 0 group by studies order by studies;

create view analytics.studies_per_patient_by_sex as
select sex, studies, patients from dwh.agg_studies order by sex, studies;

-- 4. Diagnoses, those that occur together, and the words of the reports.

create view analytics.diagnosis_frequency as
select t.diagnosis_code, d.description, d.kind, t.encounters
from (select diagnosis_code, sum(encounters)::bigint as encounters
      from dwh.agg_diagnosis group by diagnosis_code) as t
join dwh.dim_diagnosis as d on d.diagnosis_code = t.diagnosis_code
where d.kind <> 'unlabelled'
order by t.encounters desc, t.diagnosis_code;

create view analytics.diagnosis_pairs as
with frequency as (
    select diagnosis_code, sum(encounters) as encounters from dwh.agg_diagnosis group by diagnosis_code
), total as (
    select sum(encounters) as encounters from dwh.agg_encounter
)
select p.code_a, p.code_b, p.encounters,
       round(p.encounters / total.encounters, 6) as support,
       round(p.encounters * total.encounters / (a.encounters * b.encounters), 4) as lift
from dwh.agg_diagnosis_pair as p
cross join total
join frequency as a on a.diagnosis_code = p.code_a
join frequency as b on b.diagnosis_code = p.code_b
order by p.encounters desc, p.code_a, p.code_b;

create view analytics.report_keywords as
select stem, reports from dwh.agg_keyword order by reports desc, stem;

-- The two cubes that give exact numbers under filters of period, age group, sex and diagnosis.

create view analytics.encounter_cube as
select month, age_group, sex, encounters from dwh.agg_encounter order by month, age_group, sex;

create view analytics.diagnosis_cube as
select year, age_group, sex, diagnosis_code, encounters from dwh.agg_diagnosis
order by year, age_group, sex, diagnosis_code;

-- How far the warehouse follows the store.
create view analytics.freshness as
select s.refreshed_at, s.rebuilt_at, q.encounters as queued_encounters, m.members as queued_members,
       least(q.oldest, m.oldest) as oldest_change
from ingest.warehouse_state as s
cross join (select count(distinct encounter_id) as encounters, min(changed_at) as oldest from ingest.change_queue) as q
cross join (select count(*) as members, min(changed_at) as oldest from ingest.dimension_queue) as m;
