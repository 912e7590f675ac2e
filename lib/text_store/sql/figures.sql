select count(*) filter (where report_text is not null) as reports,
       count(*) filter (where embedding_model = $1 and embedding is not null) as embedded,
       count(*) filter (where embedding_model = $1 and embedding is null and text_cluster = 0) as without_terms,
       count(*) filter (where embedding_model = $1 and embedding is null and text_cluster is null and report_text is not null) as refused,
       count(*) filter (where embedding_model is distinct from $1 and report_text is not null) as waiting,
       count(*) filter (where says_nothing) as says_nothing
from ods.reports
