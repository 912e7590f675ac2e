-- For people who train models: labels, a split and the list of images, each as a view that follows the warehouse; and what a
-- user reports of image files.

create table ingest.split_rule (
    one boolean primary key default true check (one),
    seed text not null check (seed <> ''),
    train numeric not null check (train between 0 and 1),
    validation numeric not null check (validation between 0 and 1 and train + validation <= 1)
);
insert into ingest.split_rule (seed, train, validation) values ('1', 0.8, 0.1);
comment on table ingest.split_rule is 'How analytics.split divides the studies: one row, changed by an update of it.';
comment on column ingest.split_rule.one is 'Always true: there is one row.';
comment on column ingest.split_rule.seed is 'Any text; another one gives another split.';
comment on column ingest.split_rule.train is 'Share of patients (or studies) for training, 0 to 1.';
comment on column ingest.split_rule.validation is 'Share for validation, 0 to 1; what is left is for the test.';

create table ingest.reported_images (
    encounter_id text collate "C" not null,
    procedure_id text collate "C" not null,
    problem text collate "C" not null check (problem in ('missing', 'broken')),
    reported_at timestamptz not null,
    primary key (encounter_id, procedure_id)
);
comment on table ingest.reported_images is
    'Image files that a user reported as missing or broken (padchestd images import-missing). The feed says nothing of files.';
comment on column ingest.reported_images.encounter_id is 'The study.';
comment on column ingest.reported_images.procedure_id is 'The image.';
comment on column ingest.reported_images.problem is 'missing or broken.';
comment on column ingest.reported_images.reported_at is 'When it was reported, or when the problem changed.';

create view analytics.label_matrix as
select b.encounter_id, b.diagnosis_code, d.description, d.kind, r.label_method
from dwh.bridge_encounter_diagnosis as b
join dwh.dim_diagnosis as d on d.diagnosis_code = b.diagnosis_code
left join (
    select encounter_id, string_agg(distinct label_method, '+' order by label_method) as label_method
    from dwh.fact_report group by encounter_id
) as r on r.encounter_id = b.encounter_id;
comment on view analytics.label_matrix is
    'Study × label in long form, one row for each label that a study has. A study without labels has one row of kind unlabelled: nothing is known of it.';
comment on column analytics.label_matrix.encounter_id is 'The study.';
comment on column analytics.label_matrix.diagnosis_code is 'The label; (unlabelled) where there is none.';
comment on column analytics.label_matrix.description is 'The term as the taxonomy spells it.';
comment on column analytics.label_matrix.kind is 'finding, differential, quality, normal or unlabelled.';
comment on column analytics.label_matrix.label_method is
    'Who labelled: Physician, RNN_model or unknown; several joined by +. NULL: the study has no report, and the feed tells nothing.';

-- The first 32 bits of SHA-256(seed, blank, key) as a share of 2^32: a function of the key alone, so that no later study moves
-- an earlier one to another part, and the same on every server.
create view analytics.split as
select u.encounter_id,
       case when u.place < rule.train then 'train'
            when u.place < rule.train + rule.validation then 'validation'
            else 'test' end as split,
       u.split_by, rule.seed
from ingest.split_rule as rule
cross join lateral (
    select keyed.encounter_id, keyed.split_by,
           (get_byte(keyed.hash, 0)::bigint * 16777216 + get_byte(keyed.hash, 1) * 65536
            + get_byte(keyed.hash, 2) * 256 + get_byte(keyed.hash, 3)) / 4294967296.0 as place
    from (
        select f.encounter_id, case when w.draw = 'by_patient' then 'patient' else 'study' end as split_by,
               sha256(convert_to(rule.seed || ' ' ||
                                 case when w.draw = 'by_patient' then p.patient_id else f.encounter_id end, 'UTF8')) as hash
        from dwh.fact_encounter as f
        join dwh.dim_patient as p on p.patient_key = f.patient_key
        cross join ingest.patient_draw as w
        offset 0
    ) as keyed
) as u;
comment on view analytics.split is
    'Each study in one of three parts. Under patients.draw by_patient all studies of a person are in one part; otherwise the store does not know whose a study is, and a person may be in several.';
comment on column analytics.split.encounter_id is 'The study.';
comment on column analytics.split.split is 'train, validation or test, in the shares of ingest.split_rule.';
comment on column analytics.split.split_by is 'patient: no person is in two parts; study: a person may be.';
comment on column analytics.split.seed is 'The seed of the split.';

create view analytics.image_list as
select f.encounter_id, f.procedure_id, p.modality, p.projection, p.view_position,
       i.problem, i.reported_at
from dwh.fact_procedure as f
join dwh.dim_procedure as p on p.procedure_key = f.procedure_key
left join ingest.reported_images as i on i.encounter_id = f.encounter_id and i.procedure_id = f.procedure_id;
comment on view analytics.image_list is 'Every image, and what was reported of its file.';
comment on column analytics.image_list.encounter_id is 'The study.';
comment on column analytics.image_list.procedure_id is 'The image.';
comment on column analytics.image_list.modality is 'CR, DX or unknown.';
comment on column analytics.image_list.projection is 'PA, L, AP … or unknown.';
comment on column analytics.image_list.view_position is 'As the device named it, or unknown.';
comment on column analytics.image_list.problem is 'missing or broken; NULL: nothing was reported.';
comment on column analytics.image_list.reported_at is 'When; NULL: nothing was reported.';
