-- What there is to read. Names that are not there are no error here.
select to_regclass('analytics.freshness') is not null as warehouse,
       to_regclass('ingest.checkpoint') is not null as books,
       to_regclass('analytics.report_clusters') is not null as clusters
