-- Studies labelled normal that have a finding or a differential diagnosis too. Only those labelled normal.
select count(*) as checked_rows, count(*) filter (where findings > 0) as failing_rows
from (
    select count(*) filter (where t.kind = 'normal') as normal,
           count(*) filter (where t.kind in ('finding', 'differential')) as findings
    from ods.encounter_diagnoses as d
    join ods.diagnoses as t on t.diagnosis_code = d.diagnosis_code
    group by d.encounter_id
) as labelled
where normal > 0
