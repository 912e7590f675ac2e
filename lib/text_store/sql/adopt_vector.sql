set local statement_timeout = 0;
alter table ods.reports drop constraint if exists reports_embedding_shape;
alter table ods.reports alter column embedding type {vector}.vector(384) using embedding::{vector}.vector(384);
alter table ods.reports alter column embedding set storage external;
delete from ods.report_embedding_drafts;
alter table ods.report_embedding_drafts alter column embedding type {vector}.vector(384) using embedding::{vector}.vector(384);
alter table ods.report_embedding_drafts alter column embedding set storage external;
delete from ods.report_vectors;
alter table ods.report_vectors alter column embedding type {vector}.vector(384) using embedding::{vector}.vector(384);
alter table ods.report_vectors alter column embedding set storage external
