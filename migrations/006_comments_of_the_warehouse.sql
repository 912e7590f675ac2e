-- The same for the warehouse and what people query.

comment on schema dwh is 'Warehouse: a star schema derived from ods, kept by the refresh.';

comment on schema analytics is 'What people query: views over the warehouse.';

comment on table dwh.dim_date is 'Calendar: every day from the first study to the last.';
comment on column dwh.dim_date.date_key is 'YYYYMMDD as a number.';
comment on column dwh.dim_date.date is 'The day.';
comment on column dwh.dim_date.year is 'Year.';
comment on column dwh.dim_date.quarter is '1 to 4.';
comment on column dwh.dim_date.month is '1 to 12.';
comment on column dwh.dim_date.day is 'Day of the month.';
comment on column dwh.dim_date.iso_weekday is '1 Monday to 7 Sunday.';
comment on column dwh.dim_date.month_start is 'First day of its month.';

comment on table dwh.dim_patient is
    'Patients, type 2: a version for each place of living. A corrected sex or birth date changes all versions; a move adds one.';
comment on column dwh.dim_patient.patient_key is
    'The patient''s id; for a version after a move followed by `@` and its first day.';
comment on column dwh.dim_patient.patient_id is 'The patient.';
comment on column dwh.dim_patient.sex is 'F, M or O.';
comment on column dwh.dim_patient.birth_date is 'Date of birth.';
comment on column dwh.dim_patient.location is 'Place of living in this version.';
comment on column dwh.dim_patient.valid_from is
    'First day of the version, in study time; the first version is open to the past (0001-01-01).';
comment on column dwh.dim_patient.valid_to is 'Day after its last; 9999-12-31: open.';
comment on column dwh.dim_patient.is_current is 'Whether it is the patient''s last version.';

comment on table dwh.dim_facility is 'Hospitals.';
comment on column dwh.dim_facility.facility_id is 'Short code.';
comment on column dwh.dim_facility.name is 'Name.';

comment on table dwh.dim_diagnosis is 'Diagnoses, and the member `(unlabelled)` for encounters without a label.';
comment on column dwh.dim_diagnosis.diagnosis_code is 'Slug of the term.';
comment on column dwh.dim_diagnosis.description is 'The term.';
comment on column dwh.dim_diagnosis.cui is 'UMLS concept.';
comment on column dwh.dim_diagnosis.kind is 'finding, differential, quality, normal or unlabelled.';
comment on column dwh.dim_diagnosis.in_taxonomy is 'Whether the published taxonomy knows it.';

comment on table dwh.dim_diagnosis_ancestor is
    'Every ancestor of a diagnosis in the taxonomy, for sums along the hierarchy.';
comment on column dwh.dim_diagnosis_ancestor.diagnosis_code is 'The diagnosis.';
comment on column dwh.dim_diagnosis_ancestor.ancestor_code is 'One that stands above it.';

comment on table dwh.dim_procedure is 'Kinds of image that occur, not images; what is missing is `unknown`.';
comment on column dwh.dim_procedure.procedure_key is 'The four values as an array''s text.';
comment on column dwh.dim_procedure.modality is 'Modality.';
comment on column dwh.dim_procedure.projection is 'Projection.';
comment on column dwh.dim_procedure.view_position is 'View position.';
comment on column dwh.dim_procedure.manufacturer is 'Maker of the equipment.';

comment on table dwh.fact_encounter is 'One row an encounter.';
comment on column dwh.fact_encounter.encounter_id is 'The study.';
comment on column dwh.fact_encounter.patient_key is 'Version of the patient that was valid on the day.';
comment on column dwh.fact_encounter.date_key is 'Day of the study.';
comment on column dwh.fact_encounter.facility_id is 'Where it was made.';
comment on column dwh.fact_encounter.age_years is
    'Full years at the encounter, of a synthetic patient; a birth corrected to after the study counts as 0.';
comment on column dwh.fact_encounter.age_group is
    'Age group at the encounter: 0-17, 18-34, 35-54 or 55+; of a synthetic patient.';
comment on column dwh.fact_encounter.procedures is 'Number of images.';
comment on column dwh.fact_encounter.diagnoses is 'Number of labels; 0: unlabelled.';
comment on column dwh.fact_encounter.finding_status is
    'finding: any finding or differential; normal: labelled normal and none of those; undetermined: quality terms only; unlabelled: no label (unknown, not normal).';
comment on column dwh.fact_encounter.has_report is 'Whether a report text is there.';

comment on table dwh.fact_procedure is 'One row an image.';
comment on column dwh.fact_procedure.encounter_id is 'The study.';
comment on column dwh.fact_procedure.procedure_id is 'The image.';
comment on column dwh.fact_procedure.procedure_key is 'Its kind.';
comment on column dwh.fact_procedure.date_key is 'Day of the study.';

comment on table dwh.bridge_encounter_diagnosis is
    'One row a label of an encounter; an encounter without one has the member `(unlabelled)`. Sums weighted by 1/labels add up to encounters.';
comment on column dwh.bridge_encounter_diagnosis.encounter_id is 'The study.';
comment on column dwh.bridge_encounter_diagnosis.diagnosis_code is 'The label.';
comment on column dwh.bridge_encounter_diagnosis.labels is 'How many rows its encounter has here.';

comment on table dwh.fact_report is 'One row a report, as the set of its stems.';
comment on column dwh.fact_report.encounter_id is 'The study.';
comment on column dwh.fact_report.report_id is 'The report.';
comment on column dwh.fact_report.label_method is 'Physician, RNN_model or unknown.';
comment on column dwh.fact_report.stems is
    'Each stem of the text once, sorted: runs of letters and digits in lower case, not of digits only, none of dwh.stop_stem.';

comment on table dwh.agg_encounter is 'Encounters by month, age group and sex.';
comment on column dwh.agg_encounter.month is 'First day of the month.';
comment on column dwh.agg_encounter.age_group is
    'Age group at the encounter: 0-17, 18-34, 35-54 or 55+; of a synthetic patient.';
comment on column dwh.agg_encounter.sex is 'Sex of the (synthetic) patient.';
comment on column dwh.agg_encounter.encounters is 'Encounters.';

comment on table dwh.agg_diagnosis is
    'Encounters by year, age group, sex and diagnosis. An encounter counts under each of its labels.';
comment on column dwh.agg_diagnosis.year is 'Year of the study.';
comment on column dwh.agg_diagnosis.age_group is
    'Age group at the encounter: 0-17, 18-34, 35-54 or 55+; of a synthetic patient.';
comment on column dwh.agg_diagnosis.sex is 'Sex of the (synthetic) patient.';
comment on column dwh.agg_diagnosis.diagnosis_code is 'Diagnosis, `(unlabelled)` included.';
comment on column dwh.agg_diagnosis.encounters is 'Encounters.';

comment on table dwh.agg_diagnosis_pair is 'Encounters by pair of labels that both stand on them.';
comment on column dwh.agg_diagnosis_pair.code_a is 'The first code in byte order.';
comment on column dwh.agg_diagnosis_pair.code_b is 'The second.';
comment on column dwh.agg_diagnosis_pair.encounters is 'Encounters.';

comment on table dwh.agg_finding_status is 'Encounters by month and finding status.';
comment on column dwh.agg_finding_status.month is 'First day of the month.';
comment on column dwh.agg_finding_status.finding_status is 'As in dwh.fact_encounter.';
comment on column dwh.agg_finding_status.encounters is 'Encounters.';

comment on table dwh.agg_procedure is 'Images by month and kind.';
comment on column dwh.agg_procedure.month is 'First day of the month.';
comment on column dwh.agg_procedure.procedure_key is 'Kind of image.';
comment on column dwh.agg_procedure.procedures is 'Images.';

comment on table dwh.agg_label_method is 'Reports by month and labelling method.';
comment on column dwh.agg_label_method.month is 'First day of the month.';
comment on column dwh.agg_label_method.label_method is 'Physician, RNN_model or unknown.';
comment on column dwh.agg_label_method.reports is 'Reports.';

comment on table dwh.agg_keyword is 'Reports by stem.';
comment on column dwh.agg_keyword.stem is 'A stem, as in dwh.fact_report.';
comment on column dwh.agg_keyword.reports is 'Reports it occurs in.';

comment on table dwh.agg_patient is 'Every patient of the pool with the number of studies drawn.';
comment on column dwh.agg_patient.patient_id is 'The patient.';
comment on column dwh.agg_patient.sex is 'Sex of the (synthetic) patient.';
comment on column dwh.agg_patient.studies is 'Studies; 0 for one who was never drawn.';

comment on table dwh.agg_studies is 'Patients by sex and number of studies.';
comment on column dwh.agg_studies.sex is 'Sex.';
comment on column dwh.agg_studies.studies is 'Number of studies, 0 included.';
comment on column dwh.agg_studies.patients is 'Patients of the pool with that many.';

comment on view dwh.stop_stem is
    'Stems left out of dwh.fact_report: triggers of negation, verbs of seeing, names of views and sides.';
comment on column dwh.stop_stem.stem is 'The stem.';

comment on view dwh.filled_table is 'Tables of dwh that have a row: how a refresh notices that one was emptied.';
comment on column dwh.filled_table.part is 'Name of the table.';

comment on view analytics.encounters_per_month is
    'Encounters by calendar month, from the first to the last, without gaps.';
comment on column analytics.encounters_per_month.month is 'First day of the month.';
comment on column analytics.encounters_per_month.encounters is 'Encounters; 0 in a month without any.';

comment on view analytics.encounters_per_month_of_year is 'Encounters by month of the year, over all years.';
comment on column analytics.encounters_per_month_of_year.month_of_year is '1 to 12.';
comment on column analytics.encounters_per_month_of_year.encounters is 'Encounters.';

comment on view analytics.finding_status_per_month is 'Encounters by month and finding status.';
comment on column analytics.finding_status_per_month.month is 'First day of the month.';
comment on column analytics.finding_status_per_month.finding_status is 'finding, normal, undetermined or unlabelled.';
comment on column analytics.finding_status_per_month.encounters is 'Encounters.';

comment on view analytics.procedures_per_month is 'Images by month, modality and projection.';
comment on column analytics.procedures_per_month.month is 'First day of the month.';
comment on column analytics.procedures_per_month.modality is 'Modality, or unknown.';
comment on column analytics.procedures_per_month.projection is 'Projection, or unknown.';
comment on column analytics.procedures_per_month.procedures is 'Images.';

comment on view analytics.label_methods_per_month is 'Reports by month and who labelled them.';
comment on column analytics.label_methods_per_month.month is 'First day of the month.';
comment on column analytics.label_methods_per_month.label_method is 'Physician, RNN_model or unknown.';
comment on column analytics.label_methods_per_month.reports is 'Reports.';

comment on view analytics.frequent_diagnoses_by_age_group is
    'Diagnoses ranked within each age group. Age belongs to synthetic patients, drawn at random: groups differ by chance only.';
comment on column analytics.frequent_diagnoses_by_age_group.age_group is
    'Age group at the encounter: 0-17, 18-34, 35-54 or 55+; of a synthetic patient.';
comment on column analytics.frequent_diagnoses_by_age_group.rank is
    'Place within the group by encounters, ties by code.';
comment on column analytics.frequent_diagnoses_by_age_group.diagnosis_code is 'Diagnosis.';
comment on column analytics.frequent_diagnoses_by_age_group.description is 'Its term.';
comment on column analytics.frequent_diagnoses_by_age_group.kind is
    'finding, differential, quality or normal: leave the last two out for diseases.';
comment on column analytics.frequent_diagnoses_by_age_group.encounters is 'Encounters of the group with this label.';
comment on column analytics.frequent_diagnoses_by_age_group.share is
    'Of all encounters of the group, unlabelled ones included.';

comment on view analytics.avg_studies_per_patient is 'One row: studies per synthetic patient.';
comment on column analytics.avg_studies_per_patient.encounters is 'Encounters.';
comment on column analytics.avg_studies_per_patient.patients_with_studies is 'Patients with at least one.';
comment on column analytics.avg_studies_per_patient.patients_in_pool is 'All patients.';
comment on column analytics.avg_studies_per_patient.avg_per_patient is
    'Encounters per patient with at least one; NULL where there is none.';
comment on column analytics.avg_studies_per_patient.avg_per_pool_patient is 'Encounters per patient of the pool.';

comment on view analytics.studies_per_patient_distribution is 'Patients by number of studies, those with at least one.';
comment on column analytics.studies_per_patient_distribution.studies is 'Number of studies.';
comment on column analytics.studies_per_patient_distribution.patients is 'Patients with that many.';

comment on view analytics.studies_per_patient_by_sex is 'Patients of the pool by sex and number of studies.';
comment on column analytics.studies_per_patient_by_sex.sex is 'Sex.';
comment on column analytics.studies_per_patient_by_sex.studies is 'Number of studies, 0 included.';
comment on column analytics.studies_per_patient_by_sex.patients is 'Patients with that many.';

comment on view analytics.diagnosis_frequency is 'Encounters by diagnosis.';
comment on column analytics.diagnosis_frequency.diagnosis_code is 'Diagnosis.';
comment on column analytics.diagnosis_frequency.description is 'Its term.';
comment on column analytics.diagnosis_frequency.kind is 'finding, differential, quality or normal.';
comment on column analytics.diagnosis_frequency.encounters is 'Encounters with this label.';

comment on view analytics.diagnosis_pairs is 'Pairs of labels on the same encounter.';
comment on column analytics.diagnosis_pairs.code_a is 'The first code in byte order.';
comment on column analytics.diagnosis_pairs.code_b is 'The second.';
comment on column analytics.diagnosis_pairs.encounters is 'Encounters with both.';
comment on column analytics.diagnosis_pairs.support is 'Of all encounters.';
comment on column analytics.diagnosis_pairs.lift is
    'How many times as often as if the two were independent: above 1, together more than chance.';

comment on view analytics.report_keywords is 'Reports by Spanish stem; a stem counts once a report.';
comment on column analytics.report_keywords.stem is 'The stem.';
comment on column analytics.report_keywords.reports is 'Reports it occurs in.';

comment on view analytics.encounter_cube is 'Encounters by month, age group and sex: exact numbers under filters.';
comment on column analytics.encounter_cube.month is 'First day of the month.';
comment on column analytics.encounter_cube.age_group is
    'Age group at the encounter: 0-17, 18-34, 35-54 or 55+; of a synthetic patient.';
comment on column analytics.encounter_cube.sex is 'Sex of the (synthetic) patient.';
comment on column analytics.encounter_cube.encounters is 'Encounters.';

comment on view analytics.diagnosis_cube is
    'Encounters by year, age group, sex and diagnosis: exact numbers under filters.';
comment on column analytics.diagnosis_cube.year is 'Year of the study.';
comment on column analytics.diagnosis_cube.age_group is
    'Age group at the encounter: 0-17, 18-34, 35-54 or 55+; of a synthetic patient.';
comment on column analytics.diagnosis_cube.sex is 'Sex of the (synthetic) patient.';
comment on column analytics.diagnosis_cube.diagnosis_code is 'Diagnosis, `(unlabelled)` included.';
comment on column analytics.diagnosis_cube.encounters is 'Encounters with this label.';

comment on view analytics.freshness is 'One row: how far the warehouse follows the store.';
comment on column analytics.freshness.refreshed_at is 'When it last did.';
comment on column analytics.freshness.rebuilt_at is 'When it was last rebuilt whole.';
comment on column analytics.freshness.queued_encounters is 'Studies that changed since.';
comment on column analytics.freshness.queued_members is 'Patients, diagnoses and facilities that changed since.';
comment on column analytics.freshness.oldest_change is 'The oldest change not followed yet; NULL: none.';
