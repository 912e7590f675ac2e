-- An encounter belongs to the feed that first wrote it; another feed's record of it is refused. What is there belongs to the
-- one feed of this database, or, where there are several, to the one whose batch wrote the row last.
do $$
declare
    first_feed text := coalesce((select min(feed) from ingest.checkpoint), 'unknown');
begin
    execute format('alter table ods.encounters add column feed text collate "C" not null default %L', first_feed);
    if (select count(*) from ingest.checkpoint) > 1 then
        update ods.encounters as stored
        set feed = batches.feed
        from ingest.batches as batches
        where batches.generation = stored.source_generation
          and batches.start_offset <= stored.source_offset and stored.source_offset < batches.end_offset
          and batches.committed_at = stored.updated_at
          and batches.feed <> stored.feed;
    end if;
end
$$;
alter table ods.encounters alter column feed drop default;
comment on column ods.encounters.feed is
    'The feed that first wrote the study. Records of another feed about it, or about its images, are quarantined (study_of_other_feed).';
