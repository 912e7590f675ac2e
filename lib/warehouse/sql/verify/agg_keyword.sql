-- By fact_report, which is compared with the store by itself: taking texts apart costs ten times as much as counting. Counted
-- by text search; it takes no empty word, of which fact_report's comparison tells.
select word, ndoc
from ts_stat('select array_to_tsvector(array_remove(array_remove(stems, null), '''')) from dwh.fact_report')
