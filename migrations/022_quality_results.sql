-- What `padchestd quality` found: a row for each check of a run. Nothing else of the program reads or writes it.

create table ingest.quality_results (
    run_id bigint not null check (run_id >= 1),
    check_name text collate "C" not null check (check_name <> ''),
    category text collate "C" not null check (category in ('completeness', 'plausibility', 'conformance')),
    feed text collate "C" not null,
    batch_id bigint,
    checked_at timestamptz not null,
    checked_rows bigint not null check (checked_rows >= 0),
    failing_rows bigint not null check (failing_rows >= 0),
    threshold numeric not null check (threshold between 0 and 1),
    passed boolean not null generated always as (failing_rows <= threshold * checked_rows) stored,
    primary key (run_id, check_name)
);
comment on table ingest.quality_results is
    'What padchestd quality found: one row for each check of a run. The last 1,000 runs are kept.';
comment on column ingest.quality_results.run_id is 'Counted from 1, over all feeds.';
comment on column ingest.quality_results.check_name is 'The check, as in quality.yaml.';
comment on column ingest.quality_results.category is 'completeness, plausibility or conformance.';
comment on column ingest.quality_results.feed is 'The feed of the run''s configuration; the checks are of the whole store.';
comment on column ingest.quality_results.batch_id is 'The last batch of that feed that the run saw; NULL: none was loaded.';
comment on column ingest.quality_results.checked_at is 'When the run began.';
comment on column ingest.quality_results.checked_rows is 'The rows that the check is about.';
comment on column ingest.quality_results.failing_rows is 'Those of them that fail it.';
comment on column ingest.quality_results.threshold is 'The greatest share of failing rows that passes.';
comment on column ingest.quality_results.passed is 'Whether failing_rows is at most that share of checked_rows.';

create view analytics.quality_results as
select run_id, checked_at, feed, batch_id, category, check_name, checked_rows, failing_rows,
       case when checked_rows = 0 then 0 else failing_rows::double precision / checked_rows end as failing_share,
       threshold, passed
from ingest.quality_results
order by run_id, category, check_name;
comment on view analytics.quality_results is
    'The runs of padchestd quality, check by check: how the quality of the data changed over time.';
comment on column analytics.quality_results.run_id is 'Counted from 1, over all feeds.';
comment on column analytics.quality_results.checked_at is 'When the run began.';
comment on column analytics.quality_results.feed is 'The feed of the run''s configuration; the checks are of the whole store.';
comment on column analytics.quality_results.batch_id is 'The last batch of that feed that the run saw; NULL: none was loaded.';
comment on column analytics.quality_results.category is 'completeness, plausibility or conformance.';
comment on column analytics.quality_results.check_name is 'The check, as in quality.yaml.';
comment on column analytics.quality_results.checked_rows is 'The rows that the check is about.';
comment on column analytics.quality_results.failing_rows is 'Those of them that fail it.';
comment on column analytics.quality_results.failing_share is 'failing_rows / checked_rows; 0 where there are no rows.';
comment on column analytics.quality_results.threshold is 'The greatest share of failing rows that passes.';
comment on column analytics.quality_results.passed is 'Whether failing_share is at most threshold.';
