-- $1: a generation. Whether it is of the only feed of this database, and gave every row of the clinical store.
-- (`select 1`: a cluster does not take a subquery without a column.)
select (select count(*) from ingest.checkpoint) = 1
   and not exists (select 1 from ods.encounters where source_generation <> $1::integer)
   and not exists (select 1 from ods.procedures where source_generation <> $1::integer)
   and not exists (select 1 from ods.reports where source_generation <> $1::integer)
   and not exists (select 1 from ods.findings where source_generation <> $1::integer)
