-- fact_report: the reports of the encounters $1 (NULL: of all) as sets of stems. A token is a run of letters and digits
-- (a byte beyond ASCII is a letter, so that the database's locale makes no difference), at most 2,046 bytes long (as
-- text search can take), not of digits only. The set functions of text search are four times as fast as a join with
-- unnest, and nearly all reports, of lower-case letters and full stops only, need no regular expression but this test.
select encounter_id, report_id, coalesce(label_method, 'unknown') as label_method,
       tsvector_to_array(ts_delete(
           array_to_tsvector(
               case
                   when report_text is null then '{}'
                   when octet_length(report_text) <= 2046 and report_text !~ '[^a-z .]'
                       then array_remove(string_to_array(replace(report_text, '.', ' '), ' '), '')
                   else array(
                       select token
                       from string_to_table(regexp_replace(lower(report_text collate "C"),
                                                           '[\x01-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+', ' ', 'g'),
                                            ' ') as token
                       where token !~ '^[0-9]*$' and octet_length(token) <= 2046)
               end),
           (select array_agg(stem) from dwh.stop_stem))) collate "C" as stems,
       text_cluster as cluster
from ods.reports
where $1::text[] is null or encounter_id = any ($1)
