select r.encounter_id, r.report_id, coalesce(r.label_method, 'unknown'), coalesce(s.stems, '{}'),
       r.text_cluster
from ods.reports as r
left join (
    select encounter_id, report_id, array_agg(stem order by stem) as stems
    from pg_temp.scratch_stem
    group by encounter_id, report_id
) as s on s.encounter_id = r.encounter_id and s.report_id = r.report_id
