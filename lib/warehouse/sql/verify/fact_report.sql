-- Of encounters after $1 up to $2 (NULL: to the end). Stems by regular expressions, not by text search as the refresh; of a
-- text that several reports have, once.
select r.encounter_id, r.report_id, coalesce(r.label_method, 'unknown'), coalesce(t.stems, '{}'), r.text_cluster
from ods.reports as r
left join (
    select report_text,
           (select coalesce(array_agg(distinct word.token order by word.token), '{}')
            from (
                select token collate "C" as token
                from regexp_split_to_table(lower(report_text collate "C"), '[\x01-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+') as token
            ) as word
            where ltrim(word.token, '0123456789') <> ''
              and octet_length(word.token) < 2047
              and word.token not in (select stem from dwh.stop_stem)) as stems
    from (
        select distinct report_text
        from ods.reports
        where encounter_id > $1 and ($2::text is null or encounter_id <= $2)
    ) as distinct_text
) as t on t.report_text = r.report_text
where r.encounter_id > $1 and ($2::text is null or r.encounter_id <= $2)
