-- Feeds without dates: each of their studies has one stated day, which is no day of an examination. What counts by month says
-- where such studies are counted (docs/decisions/010-a-feed-without-dates.md).

create table ingest.undated_feeds (
    feed text collate "C" primary key,
    stated_date date not null
);
comment on table ingest.undated_feeds is
    'Feeds whose format has no dates. Written at the start of a feed''s daemon.';
comment on column ingest.undated_feeds.feed is 'The feed''s name.';
comment on column ingest.undated_feeds.stated_date is
    'The encounter_date of all its studies: a rule of the format, not the day of an examination.';

create view analytics.undated_feeds as select feed, stated_date from ingest.undated_feeds order by feed;
comment on view analytics.undated_feeds is
    'Feeds without dates: what counts by month, year or age counts their studies on the stated day.';
comment on column analytics.undated_feeds.feed is 'The feed''s name.';
comment on column analytics.undated_feeds.stated_date is 'The encounter_date of all its studies.';

create or replace view analytics.encounters_per_month as
select span.month::date as month, coalesce(sum(a.encounters), 0)::bigint as encounters,
       (select string_agg(feed, ', ' order by feed) from ingest.undated_feeds
        where date_trunc('month', stated_date::timestamp) = span.month) as undated_feeds
from (select generate_series(min(month)::timestamp, max(month)::timestamp, interval '1 month') as month
      from dwh.agg_encounter) as span
left join dwh.agg_encounter as a on a.month = span.month::date
group by span.month
order by span.month;
comment on column analytics.encounters_per_month.undated_feeds is
    'Feeds without dates whose studies are all counted in this month; NULL: none.';

create or replace view analytics.encounters_per_month_of_year as
select month_of_year, coalesce(sum(a.encounters), 0)::bigint as encounters,
       (select string_agg(feed, ', ' order by feed) from ingest.undated_feeds
        where extract(month from stated_date) = month_of_year) as undated_feeds
from generate_series(1, 12) as month_of_year
left join dwh.agg_encounter as a on extract(month from a.month) = month_of_year
group by month_of_year
order by month_of_year;
comment on column analytics.encounters_per_month_of_year.undated_feeds is
    'Feeds without dates whose studies are all counted in this month; NULL: none.';
