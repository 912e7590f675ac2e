select model_id, texts, reports, coalesce(cardinality(terms), 0) as terms, energy, seed, method_version, language,
       to_char(fitted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as fitted_at,
       to_char(current_since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as current_since, settled, vector_index,
       to_char(indexed_before at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as indexed_before
from ods.text_models
where state = $1
