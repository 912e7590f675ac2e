-- Reports as vectors: the models that make them, what a report got from the one in use, and the clusters in the
-- warehouse. How: lib/text; when: lib/text_store; figures: docs/report-text.md.

-- A model is a version: everything that turns a text into a vector, with a checksum. At most one is in use, and at most
-- one is on its way to be.
create table ods.text_models (
    model_id text collate "C" primary key check (model_id ~ '^[a-z0-9-]{1,60}$'),
    state text collate "C" not null check (state in ('filling', 'current', 'retired')),
    method_version integer not null,
    language text collate "C" not null,
    seed bigint not null,
    parameters jsonb not null,
    texts bigint not null,
    reports bigint not null,
    energy double precision not null,
    terms text[] collate "C",
    idf bytea,
    basis bytea,
    centres bytea,
    checksum bytea not null check (length(checksum) = 16),
    fitted_at timestamptz not null,
    current_since timestamptz,
    settled boolean not null default false,
    vector_index text collate "C",
    indexed_before timestamptz
);
create unique index text_models_current_idx on ods.text_models ((true)) where state = 'current';
create unique index text_models_filling_idx on ods.text_models ((true)) where state = 'filling';

create table ods.text_clusters (
    model_id text collate "C" not null references ods.text_models on delete cascade,
    place smallint not null,
    cluster smallint not null,
    terms text[] collate "C" not null,
    x real not null,
    y real not null,
    texts bigint not null,
    primary key (model_id, place),
    unique (model_id, cluster)
);

alter table ods.reports
    add column text_cluster smallint,
    -- Fewer than two words of three letters and more: a code, points, one word.
    add column says_nothing boolean not null generated always as (
        coalesce(report_text, '') !~ '[[:alpha:]]{3}.*[^[:alpha:]][[:alpha:]]{3}') stored;

-- A row with its embedding stays in one piece: fetching it from a side table costs more than the search.
alter table ods.reports alter column embedding set storage external;
alter table ods.reports set (toast_tuple_target = 4080);
-- Reports that came after the vector index was built are few; their pages are found by this.
create index reports_updated_idx on ods.reports using brin (updated_at);

-- Embeddings of a model on its way. Unlogged: after a crash of the server they are computed again.
create unlogged table ods.report_embedding_drafts (
    encounter_id text collate "C" not null,
    report_id text collate "C" not null,
    model_id text collate "C" not null,
    content_hash bytea not null,
    text_cluster smallint,
    primary key (encounter_id, report_id)
);
do $$
begin
    execute (select format('alter table ods.report_embedding_drafts add column embedding %s', format_type(atttypid, atttypmod))
             from pg_attribute where attrelid = 'ods.reports'::regclass and attname = 'embedding');
    alter table ods.report_embedding_drafts alter column embedding set storage external;
end
$$;

alter table dwh.fact_report add column cluster smallint;

create table dwh.agg_report_cluster (
    month date not null,
    cluster integer not null,
    label_method text collate "C" not null,
    encounters bigint not null check (encounters >= 0),
    primary key (month, cluster, label_method)
);

create table dwh.agg_cluster_diagnosis (
    cluster integer not null,
    diagnosis_code text collate "C" not null,
    encounters bigint not null check (encounters >= 0),
    primary key (cluster, diagnosis_code)
);

create or replace view dwh.filled_table as
select part
from (values
    ('dim_date', exists (select from dwh.dim_date)),
    ('dim_patient', exists (select from dwh.dim_patient)),
    ('dim_facility', exists (select from dwh.dim_facility)),
    ('dim_diagnosis', exists (select from dwh.dim_diagnosis)),
    ('dim_diagnosis_ancestor', exists (select from dwh.dim_diagnosis_ancestor)),
    ('dim_procedure', exists (select from dwh.dim_procedure)),
    ('fact_encounter', exists (select from dwh.fact_encounter)),
    ('fact_procedure', exists (select from dwh.fact_procedure)),
    ('bridge_encounter_diagnosis', exists (select from dwh.bridge_encounter_diagnosis)),
    ('fact_report', exists (select from dwh.fact_report)),
    ('agg_encounter', exists (select from dwh.agg_encounter)),
    ('agg_diagnosis', exists (select from dwh.agg_diagnosis)),
    ('agg_diagnosis_pair', exists (select from dwh.agg_diagnosis_pair)),
    ('agg_finding_status', exists (select from dwh.agg_finding_status)),
    ('agg_procedure', exists (select from dwh.agg_procedure)),
    ('agg_label_method', exists (select from dwh.agg_label_method)),
    ('agg_keyword', exists (select from dwh.agg_keyword)),
    ('agg_report_cluster', exists (select from dwh.agg_report_cluster)),
    ('agg_cluster_diagnosis', exists (select from dwh.agg_cluster_diagnosis)),
    ('agg_patient', exists (select from dwh.agg_patient)),
    ('agg_studies', exists (select from dwh.agg_studies))
) as look(part, filled)
where filled;

-- What a cluster has more of than its size would give: the five diagnoses with the largest surplus.
create view analytics.report_clusters as
with size as (
    select cluster, sum(encounters)::bigint as encounters from dwh.agg_report_cluster group by cluster
), total as (
    select sum(encounters) as encounters from size
), labelled as (
    select diagnosis_code, sum(encounters) as encounters from dwh.agg_cluster_diagnosis group by diagnosis_code
), surplus as (
    select d.cluster, t.description, d.diagnosis_code,
           d.encounters - l.encounters * s.encounters / total.encounters as more
    from dwh.agg_cluster_diagnosis as d
    join labelled as l on l.diagnosis_code = d.diagnosis_code
    join size as s on s.cluster = d.cluster
    join dwh.dim_diagnosis as t on t.diagnosis_code = d.diagnosis_code
    cross join total
    where t.kind <> 'unlabelled'
), ranked as (
    select cluster, description, row_number() over (partition by cluster order by more desc, diagnosis_code) as rank
    from surplus where more > 0
)
select s.cluster, s.encounters,
       case when s.cluster = 0 then array['no finding / unchanged'] else coalesce(c.terms, '{}') end::text[] as top_terms,
       coalesce((select array_agg(r.description order by r.rank) from ranked as r where r.cluster = s.cluster and r.rank <= 5),
                '{}')::text[] as top_diagnoses,
       c.x, c.y
from size as s
left join (ods.text_clusters as c
           join ods.text_models as m on m.model_id = c.model_id and m.state = 'current') on c.cluster = s.cluster
order by s.cluster;

create view analytics.report_clusters_per_month as
select month, cluster, sum(encounters)::bigint as encounters
from dwh.agg_report_cluster group by month, cluster order by month, cluster;

create view analytics.report_clusters_by_method as
select cluster, label_method, sum(encounters)::bigint as encounters
from dwh.agg_report_cluster group by cluster, label_method order by cluster, label_method;

comment on table ods.text_models is 'Models that turn reports into vectors, each a version. Retired ones keep their figures only.';
comment on column ods.text_models.model_id is 'Its name, which stands in ods.reports.embedding_model.';
comment on column ods.text_models.state is
    'filling: reports are being embedded by it; current: the one in use; retired: was in use before.';
comment on column ods.text_models.method_version is 'Version of the method: word lists, weights, parameters.';
comment on column ods.text_models.language is 'Language of the reports that it embeds; others get no embedding.';
comment on column ods.text_models.seed is 'Of the randomized decomposition and of the clusters.';
comment on column ods.text_models.parameters is 'The other numbers it was fitted with.';
comment on column ods.text_models.texts is 'Distinct texts that it was fitted on.';
comment on column ods.text_models.reports is 'Reports that there were at the fit; when they have doubled, it is fitted again.';
comment on column ods.text_models.energy is 'Share of the texts'' squared length that the 384 dimensions keep.';
comment on column ods.text_models.terms is 'Its vocabulary, sorted; `neg_` marks a negated stem.';
comment on column ods.text_models.idf is 'Weight of each term: little-endian float32.';
comment on column ods.text_models.basis is 'Direction of each term, 384 little-endian float32 each.';
comment on column ods.text_models.centres is 'Centre of each cluster, 384 little-endian float32 each, by ods.text_clusters.place.';
comment on column ods.text_models.checksum is 'Of all that it computes with: a model altered by hand is refused.';
comment on column ods.text_models.fitted_at is 'When it was fitted.';
comment on column ods.text_models.current_since is 'When it came into use; NULL: not yet.';
comment on column ods.text_models.settled is 'Whether every report is known to have been embedded by it.';
comment on column ods.text_models.vector_index is 'Its HNSW index; NULL: none, the search is an exact scan.';
comment on column ods.text_models.indexed_before is 'The index has the reports that were written before this; later ones are scanned.';

comment on table ods.text_clusters is 'Clusters of a model.';
comment on column ods.text_clusters.model_id is 'The model.';
comment on column ods.text_clusters.place is 'Place of its centre in ods.text_models.centres, from 0.';
comment on column ods.text_clusters.cluster is 'Its number, from 1; kept over refits where the cluster goes on.';
comment on column ods.text_clusters.terms is 'Stems that its texts have more of than all texts; negated ones as `sin …`.';
comment on column ods.text_clusters.x is 'Its centre on a plane: the direction in which the centres differ most.';
comment on column ods.text_clusters.y is 'The direction of the next largest difference.';
comment on column ods.text_clusters.texts is 'Distinct texts of the fit''s sample in it.';

comment on column ods.reports.embedding is
    'The text as a vector of unit length. NULL: no term that the model knows, not the model''s form or language, or no model yet.';
comment on column ods.reports.embedding_model is 'The model that looked at the text (ods.text_models); NULL: none yet.';
comment on column ods.reports.text_cluster is
    'The cluster by that model; 0: no term left, nearly always normal or unchanged; NULL: no text, or not the model''s form or language.';
comment on column ods.reports.says_nothing is 'The text has fewer than two words of three letters or more: a code, points, one word.';

comment on table ods.report_embedding_drafts is 'Embeddings of a model on its way; empty otherwise.';
comment on column ods.report_embedding_drafts.encounter_id is 'The study.';
comment on column ods.report_embedding_drafts.report_id is 'The report.';
comment on column ods.report_embedding_drafts.model_id is 'The model.';
comment on column ods.report_embedding_drafts.content_hash is 'Of the report that was embedded: another one is embedded again.';
comment on column ods.report_embedding_drafts.text_cluster is 'As in ods.reports.';
comment on column ods.report_embedding_drafts.embedding is 'As in ods.reports.';

comment on column dwh.fact_report.cluster is 'Its text cluster, as in ods.reports; NULL: none.';

comment on table dwh.agg_report_cluster is 'Encounters by month, text cluster and labelling method.';
comment on column dwh.agg_report_cluster.month is 'First day of the month.';
comment on column dwh.agg_report_cluster.cluster is 'Text cluster; 0: no term left.';
comment on column dwh.agg_report_cluster.label_method is 'Physician, RNN_model or unknown; the first one where reports differ.';
comment on column dwh.agg_report_cluster.encounters is 'Encounters.';

comment on table dwh.agg_cluster_diagnosis is 'Encounters by text cluster and diagnosis.';
comment on column dwh.agg_cluster_diagnosis.cluster is 'Text cluster.';
comment on column dwh.agg_cluster_diagnosis.diagnosis_code is 'Diagnosis, `(unlabelled)` included.';
comment on column dwh.agg_cluster_diagnosis.encounters is 'Encounters.';

comment on view analytics.report_clusters is
    'Clusters of report texts by their wording. They agree with the labels as far as words do; they are no diagnosis.';
comment on column analytics.report_clusters.cluster is 'Number of the cluster, kept over refits; 0: no term left.';
comment on column analytics.report_clusters.encounters is 'Encounters with a report in it.';
comment on column analytics.report_clusters.top_terms is 'Stems that name it; negated ones as `sin …`.';
comment on column analytics.report_clusters.top_diagnoses is 'Labels that it has most more of than its size would give, at most five.';
comment on column analytics.report_clusters.x is 'Its centre on a plane; NULL for cluster 0.';
comment on column analytics.report_clusters.y is 'The same, the other axis.';

comment on view analytics.report_clusters_per_month is 'Encounters by month and text cluster.';
comment on column analytics.report_clusters_per_month.month is 'First day of the month.';
comment on column analytics.report_clusters_per_month.cluster is 'Number of the cluster.';
comment on column analytics.report_clusters_per_month.encounters is 'Encounters with a report in it.';

comment on view analytics.report_clusters_by_method is 'Encounters by text cluster and who labelled them.';
comment on column analytics.report_clusters_by_method.cluster is 'Number of the cluster.';
comment on column analytics.report_clusters_by_method.label_method is 'Physician, RNN_model or unknown.';
comment on column analytics.report_clusters_by_method.encounters is 'Encounters with a report in it.';
