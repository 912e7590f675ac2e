-- $1: a generation. Whether it is of the only feed of this database, and gave every row of the clinical store.
select (select count(*) from ingest.checkpoint) = 1
   and not exists (select from ods.encounters where source_generation <> $1::integer)
   and not exists (select from ods.procedures where source_generation <> $1::integer)
   and not exists (select from ods.reports where source_generation <> $1::integer)
