select (select count(*) from (select from ingest.quarantine where feed = $1 and status = 'open' limit 100001) as q) as quarantined_open,
       (select coalesce(sum(encounters), 0)::bigint from analytics.finding_status_per_month
        where finding_status = 'unlabelled') as unlabelled
