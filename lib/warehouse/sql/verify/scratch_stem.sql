-- Each stem of each report once: by regular expressions, not by text search as the refresh.
create temporary table scratch_stem on commit drop as
select distinct r.encounter_id, r.report_id, token collate "C" as stem
from ods.reports as r
cross join regexp_split_to_table(lower(r.report_text collate "C"), '[\x01-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]') as token
where token ~ '[^0-9]'
  and octet_length(token) < 2047
  and token not in (select stem from dwh.stop_stem)
