-- Reports that the index does not have: those written since $3.
select encounter_id, report_id, 1 - (embedding operator({vector}.<=>) $1::{vector}.vector) as cosine
from ods.reports
where embedding_model = $2 and updated_at >= $3::timestamptz and embedding is not null
  and ($4::text is null or encounter_id <> $4)
order by embedding operator({vector}.<=>) $1::{vector}.vector, encounter_id, report_id
limit $5::bigint
