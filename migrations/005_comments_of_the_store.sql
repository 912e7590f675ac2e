-- What every table, view and column means. docs/data-dictionary.md is generated from these comments, and a test sees to
-- it that there is one for each. (A comment is data of the database: psql's \d+ and any client shows it.)

comment on table ods.patients is 'Synthetic patients: nobody of the feed. The pool that encounters are drawn from.';
comment on column ods.patients.patient_id is '`P000001`, counted.';
comment on column ods.patients.sex is 'F, M or O.';
comment on column ods.patients.birth_date is 'Date of birth; age is counted from it at each encounter.';
comment on column ods.patients.location is 'Place of living before the first move in ods.patient_moves.';
comment on column ods.patients.created_at is 'When the patient was made up.';

comment on table ods.patient_moves is
    'Where a patient lived from a date on: the history behind the versions of dwh.dim_patient.';
comment on column ods.patient_moves.patient_id is 'The patient who moved.';
comment on column ods.patient_moves.valid_from is 'First day at the new place.';
comment on column ods.patient_moves.location is 'The new place.';

comment on table ods.facilities is 'Hospitals that feeds come from; the feed of PadChest has one.';
comment on column ods.facilities.facility_id is 'Short code, set by feed.facility.';
comment on column ods.facilities.name is 'The hospital''s name.';

comment on table ods.encounters is 'Studies of the feed: one visit of a (synthetic) patient, with one or more images.';
comment on column ods.encounters.encounter_id is 'The feed''s StudyID, as it stands.';
comment on column ods.encounters.patient_id is
    'The patient drawn for the study: uniform among those born by its date, by a keyed function of the study''s id; never redrawn.';
comment on column ods.encounters.facility_id is 'Where the study was made.';
comment on column ods.encounters.encounter_date is 'The feed''s StudyDate_DICOM.';
comment on column ods.encounters.pediatric is
    'The feed''s word (PED) on the real patient; the synthetic patient''s age may differ.';
comment on column ods.encounters.content_hash is
    'Hash of what the feed says of the study itself (date, pediatric, labels, localizations): an equal one means nothing to write.';
comment on column ods.encounters.source_generation is
    'Generation of the feed (ingest.generations) whose record last wrote the row.';
comment on column ods.encounters.source_offset is 'Byte offset of that record in the feed.';
comment on column ods.encounters.updated_at is 'When the row was last written; no part of any comparison.';

comment on table ods.procedures is
    'Images of a study, one row each, with geometry and exposure as the feed says; NULL where it says nothing.';
comment on column ods.procedures.encounter_id is 'The study.';
comment on column ods.procedures.procedure_id is 'The feed''s ImageID.';
comment on column ods.procedures.procedure_name is 'Readable name made of projection and modality.';
comment on column ods.procedures.modality is 'Modality_DICOM: CR or DX.';
comment on column ods.procedures.projection is 'Projection: PA, L, AP, AP_horizontal, COSTAL, EXCLUDE, UNK.';
comment on column ods.procedures.projection_method is
    'How the projection was found: manual review of DICOM fields, or a model.';
comment on column ods.procedures.view_position is 'ViewPosition_DICOM.';
comment on column ods.procedures.manufacturer is 'Manufacturer_DICOM.';
comment on column ods.procedures.photometric_interpretation is 'PhotometricInterpretation_DICOM.';
comment on column ods.procedures.pixel_representation is 'PixelRepresentation_DICOM.';
comment on column ods.procedures.pixel_aspect_ratio is 'PixelAspectRatio_DICOM.';
comment on column ods.procedures.spatial_resolution_mm is 'SpatialResolution_DICOM, millimetres.';
comment on column ods.procedures.bits_stored is 'BitsStored_DICOM.';
comment on column ods.procedures.window_center is 'WindowCenter_DICOM.';
comment on column ods.procedures.window_width is 'WindowWidth_DICOM.';
comment on column ods.procedures.image_rows is 'Rows_DICOM, pixels.';
comment on column ods.procedures.image_columns is 'Columns_DICOM, pixels.';
comment on column ods.procedures.tube_current_ma is 'XRayTubeCurrent_DICOM, milliamperes.';
comment on column ods.procedures.exposure_mas is 'Exposure_DICOM, milliampere-seconds.';
comment on column ods.procedures.exposure_uas is 'ExposureInuAs_DICOM, microampere-seconds.';
comment on column ods.procedures.exposure_time_ms is 'ExposureTime, milliseconds.';
comment on column ods.procedures.relative_exposure is 'RelativeXRayExposure_DICOM; its scale depends on the maker.';
comment on column ods.procedures.image_dir is 'ImageDir: the folder of the published images.';
comment on column ods.procedures.record_hash is 'Hash of the record''s bytes in the feed, for the audit.';
comment on column ods.procedures.content_hash is 'Hash of this row''s content: an equal one means nothing to write.';
comment on column ods.procedures.source_generation is
    'Generation of the feed (ingest.generations) whose record last wrote the row.';
comment on column ods.procedures.source_offset is 'Byte offset of that record in the feed.';
comment on column ods.procedures.updated_at is 'When the row was last written; no part of any comparison.';

comment on table ods.reports is
    'Reports of a study. One report id can stand on two studies with different labels, so the study is part of the key.';
comment on column ods.reports.encounter_id is 'The study.';
comment on column ods.reports.report_id is 'The feed''s ReportID.';
comment on column ods.reports.report_text is
    'Spanish, lower case, unaccented, stemmed; sentences end in ` . `. NULL where missing.';
comment on column ods.reports.language is 'Language of the text.';
comment on column ods.reports.label_method is 'MethodLabel: Physician or RNN_model labelled the study.';
comment on column ods.reports.embedding_model is 'Version of the model that made the embedding; NULL until one did.';
comment on column ods.reports.content_hash is 'Hash of this row''s content: an equal one means nothing to write.';
comment on column ods.reports.source_generation is
    'Generation of the feed (ingest.generations) whose record last wrote the row.';
comment on column ods.reports.source_offset is 'Byte offset of that record in the feed.';
comment on column ods.reports.updated_at is 'When the row was last written; no part of any comparison.';
comment on column ods.reports.embedding is
    '384 numbers that stand for the text, for search and clusters; NULL until they are computed. vector(384) where pgvector is there, else real[].';

comment on table ods.diagnoses is
    'Terms that label studies: the published taxonomy, and terms of the feed that it does not know.';
comment on column ods.diagnoses.diagnosis_code is 'Slug of the term (`copd-signs`).';
comment on column ods.diagnoses.description is 'The term in the authors'' spelling.';
comment on column ods.diagnoses.cui is 'UMLS concept; NULL where the taxonomy gives none.';
comment on column ods.diagnoses.kind is
    'finding, differential (a differential diagnosis), quality (about the study: exclude, suboptimal study, unchanged) or normal.';
comment on column ods.diagnoses.in_taxonomy is 'False: the feed uses it, the taxonomy does not know it.';

comment on table ods.diagnosis_ancestors is
    'Closure of the taxonomy: every ancestor of a term. A term can have several parents.';
comment on column ods.diagnosis_ancestors.diagnosis_code is 'The term.';
comment on column ods.diagnosis_ancestors.ancestor_code is 'One that stands above it, at any distance.';

comment on table ods.encounter_diagnoses is 'Labels of a study. A study without any is unlabelled, not normal.';
comment on column ods.encounter_diagnoses.encounter_id is 'The study.';
comment on column ods.encounter_diagnoses.diagnosis_code is 'One of its labels.';

comment on table ods.localizations is 'Terms for where in the chest something is, as ods.diagnoses for labels.';
comment on column ods.localizations.localization_code is 'Slug of the term, without its `loc ` prefix.';
comment on column ods.localizations.description is 'The term in the authors'' spelling.';
comment on column ods.localizations.cui is 'UMLS concept; NULL where the taxonomy gives none.';
comment on column ods.localizations.in_taxonomy is 'False: the feed uses it, the taxonomy does not know it.';

comment on table ods.localization_ancestors is 'Closure of the taxonomy of localizations.';
comment on column ods.localization_ancestors.localization_code is 'The term.';
comment on column ods.localization_ancestors.ancestor_code is 'One that stands above it, at any distance.';

comment on table ods.encounter_localizations is 'Localizations named in a study.';
comment on column ods.encounter_localizations.encounter_id is 'The study.';
comment on column ods.encounter_localizations.localization_code is 'One of its localizations.';

comment on table ingest.migrations is 'Which migrations were applied, when and by which program.';
comment on column ingest.migrations.version is 'The migration''s number.';
comment on column ingest.migrations.name is 'Its name.';
comment on column ingest.migrations.checksum is 'Hash of its text: a changed one is refused.';
comment on column ingest.migrations.program_version is 'The program that applied it.';
comment on column ingest.migrations.applied_at is 'When.';

comment on table ingest.draw_secret is
    'The secret under which patients are drawn: one row, made once. In a table of its own, to be withheld from other roles.';
comment on column ingest.draw_secret.one is 'Always true: there is one row.';
comment on column ingest.draw_secret.secret is
    '256 bits; whoever has them can compute which patient a study was given.';
comment on column ingest.draw_secret.pool_version is
    'Raised by each change of the pool of patients, so that a cached pool is known to be fresh.';
comment on column ingest.draw_secret.created_at is 'When it was made.';

comment on table ingest.generations is
    'Files that were read under a feed''s name: a new one where the content no longer continues what was read.';
comment on column ingest.generations.feed is 'The feed''s name (feed.name).';
comment on column ingest.generations.generation is 'Counted from 1.';
comment on column ingest.generations.reason is 'Why a new one was opened.';
comment on column ingest.generations.header is 'The file''s header line.';
comment on column ingest.generations.previous_end is 'Byte offset up to which the generation before was read.';
comment on column ingest.generations.opened_at is 'When it was opened.';

comment on table ingest.checkpoint is
    'How far each feed was read: one row a feed, committed with the rows it speaks of.';
comment on column ingest.checkpoint.feed is 'The feed''s name.';
comment on column ingest.checkpoint.generation is 'The generation being read.';
comment on column ingest.checkpoint.byte_offset is 'Bytes of it that are accounted for.';
comment on column ingest.checkpoint.last_row is 'Complete records before that offset.';
comment on column ingest.checkpoint.epoch is
    'Raised by each writer that takes over: an older one cannot commit any more.';
comment on column ingest.checkpoint.batch_id is 'The last batch''s number.';
comment on column ingest.checkpoint.header_hash is 'Hash of the header line.';
comment on column ingest.checkpoint.prefix_length is 'Bytes at the file''s beginning that prefix_hash covers.';
comment on column ingest.checkpoint.prefix_hash is 'Hash of the file''s beginning.';
comment on column ingest.checkpoint.window_length is 'Bytes before byte_offset that window_hash covers.';
comment on column ingest.checkpoint.window_hash is 'Hash of the bytes just before byte_offset.';
comment on column ingest.checkpoint.device is 'Device number of the file, a hint only.';
comment on column ingest.checkpoint.inode is 'Inode of the file, a hint only.';
comment on column ingest.checkpoint.paused_reason is 'Why the circuit breaker paused the feed; NULL: it did not.';
comment on column ingest.checkpoint.paused_until is 'End of the batch that tripped the breaker.';
comment on column ingest.checkpoint.go_on_until is
    'Batches that end here or before pass the breaker: an operator''s word.';
comment on column ingest.checkpoint.committed_at is 'When the row was last moved.';

comment on table ingest.batches is
    'The ledger: one row a batch, in which every byte of its stretch of the feed is accounted for.';
comment on column ingest.batches.feed is 'The feed''s name.';
comment on column ingest.batches.batch_id is 'Counted from 1 within a feed.';
comment on column ingest.batches.kind is 'feed: read from the file; replay: a quarantined record loaded later.';
comment on column ingest.batches.generation is 'Generation that the bytes are of.';
comment on column ingest.batches.start_offset is 'First byte.';
comment on column ingest.batches.end_offset is 'Byte after the last one.';
comment on column ingest.batches.first_row is 'Complete records before the first byte.';
comment on column ingest.batches.last_row is 'Complete records before the end.';
comment on column ingest.batches.header_bytes is 'Bytes of the header line (a generation''s first batch).';
comment on column ingest.batches.loaded_records is 'Records that wrote something.';
comment on column ingest.batches.loaded_bytes is 'Their bytes.';
comment on column ingest.batches.unchanged_records is 'Records that said what was stored already.';
comment on column ingest.batches.unchanged_bytes is 'Their bytes.';
comment on column ingest.batches.superseded_records is 'Records overridden by a later one of the same batch.';
comment on column ingest.batches.superseded_bytes is 'Their bytes.';
comment on column ingest.batches.quarantined_records is 'Records put aside.';
comment on column ingest.batches.quarantined_bytes is 'Their bytes.';
comment on column ingest.batches.bytes_hash is 'Hash of the whole stretch, for the audit.';
comment on column ingest.batches.encounters_written is 'Rows inserted or changed in ods.encounters.';
comment on column ingest.batches.procedures_written is 'Rows inserted or changed in ods.procedures.';
comment on column ingest.batches.reports_written is 'Rows inserted or changed in ods.reports.';
comment on column ingest.batches.epoch is 'Epoch of the writer.';
comment on column ingest.batches.started_at is 'When the batch was begun.';
comment on column ingest.batches.committed_at is 'When it was committed.';

comment on table ingest.quarantine is
    'Records that could not be loaded, so that nothing is lost; PatientID and PatientBirth are blanked.';
comment on column ingest.quarantine.quarantine_id is 'Counted.';
comment on column ingest.quarantine.feed is 'The feed''s name.';
comment on column ingest.quarantine.generation is 'Generation of the feed.';
comment on column ingest.quarantine.byte_offset is 'Where the record begins.';
comment on column ingest.quarantine.length is 'Its bytes in the feed.';
comment on column ingest.quarantine.row_number is 'Complete records before it.';
comment on column ingest.quarantine.reason is 'Code of what is wrong.';
comment on column ingest.quarantine.column_name is 'The feed''s column to blame; NULL: none alone.';
comment on column ingest.quarantine.sqlstate is 'The database''s code, where it was the database that refused it.';
comment on column ingest.quarantine.record_hash is 'Hash of the record''s bytes in the feed.';
comment on column ingest.quarantine.record is
    'The record with blanked identity; NULL where it could not be split into fields, or has expired.';
comment on column ingest.quarantine.encounter_id is 'Its study, where it could be read.';
comment on column ingest.quarantine.status is 'open, replayed, superseded (by a later record) or expired.';
comment on column ingest.quarantine.later_encounter_offset is
    'Offset of the latest record since that speaks of the same study: a replay must not override it.';
comment on column ingest.quarantine.later_procedure_offset is 'The same for the same image.';
comment on column ingest.quarantine.later_report_offset is 'The same for the same report.';
comment on column ingest.quarantine.procedure_id is 'Its image, where it could be read.';
comment on column ingest.quarantine.report_id is 'Its report, where it could be read.';
comment on column ingest.quarantine.batch_id is 'Batch that put it aside.';
comment on column ingest.quarantine.resolved_batch_id is 'Batch that replayed it.';
comment on column ingest.quarantine.quarantined_at is 'When it was put aside.';
comment on column ingest.quarantine.resolved_at is 'When its stay ended.';

comment on table ingest.change_queue is
    'Studies that changed and that the warehouse has yet to follow; written in the batch''s transaction, emptied by the refresh.';
comment on column ingest.change_queue.encounter_id is 'The study.';
comment on column ingest.change_queue.change_id is 'Tells changes of the same study apart.';
comment on column ingest.change_queue.changed_at is 'When it changed.';

comment on table ingest.dimension_queue is 'Members of dimensions that changed, as ingest.change_queue for studies.';
comment on column ingest.dimension_queue.dimension is 'patient, diagnosis or facility.';
comment on column ingest.dimension_queue.member is 'Its code.';
comment on column ingest.dimension_queue.change_id is 'Tells changes of the same member apart.';
comment on column ingest.dimension_queue.changed_at is 'When it changed.';

comment on table ingest.warehouse_state is
    'What the last refresh left behind: one row, which is also what refresh and verify lock.';
comment on column ingest.warehouse_state.one is 'Always true: there is one row.';
comment on column ingest.warehouse_state.refreshed_at is 'When the warehouse last followed the store.';
comment on column ingest.warehouse_state.rebuilt_at is 'When it was last rebuilt whole; NULL: never built.';
comment on column ingest.warehouse_state.encounters is
    'Sum of dwh.agg_encounter then: where it differs now, somebody else wrote to the warehouse.';
comment on column ingest.warehouse_state.procedures is 'The same of dwh.agg_procedure.';
comment on column ingest.warehouse_state.reports is 'The same of dwh.agg_label_method.';
comment on column ingest.warehouse_state.patients is 'The same of the patients in dwh.agg_studies.';
comment on column ingest.warehouse_state.analyzed_encounters is
    'Encounters at the last ANALYZE, which follows doublings.';
comment on column ingest.warehouse_state.filled is
    'The tables of dwh that had a row then: where one has none now, or another has, somebody else wrote to the warehouse.';
