select count(*) filter (where report_text is not null),
       count(*) filter (where embedding_model = $1 and embedding is not null),
       count(*) filter (where embedding_model = $1 and embedding is null and text_cluster = 0),
       count(*) filter (where embedding_model = $1 and embedding is null and text_cluster is null and report_text is not null),
       count(*) filter (where embedding_model is distinct from $1 and report_text is not null),
       count(*) filter (where says_nothing)
from ods.reports
