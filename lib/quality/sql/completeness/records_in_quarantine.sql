-- Records that were read and are still in quarantine.
select (select coalesce(sum(loaded_records + unchanged_records + superseded_records + quarantined_records), 0)::bigint
        from ingest.batches where kind = 'feed') as checked_rows,
       (select count(*) from ingest.quarantine where status = 'open') as failing_rows
