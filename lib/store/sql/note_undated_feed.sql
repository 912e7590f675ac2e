-- $1 feed, $2 the stated day of its studies, or null where they have dates.
with dated as (
    delete from ingest.undated_feeds where feed = $1 and $2::date is null
)
insert into ingest.undated_feeds as stored (feed, stated_date)
select $1, $2::date where $2::date is not null
on conflict (feed) do update set stated_date = excluded.stated_date
where stored.stated_date is distinct from excluded.stated_date
