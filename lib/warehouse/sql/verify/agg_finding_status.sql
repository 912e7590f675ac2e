-- Months after the one that begins with $1, up to the one that begins with $2 (NULL: to the end).
select month, case when labels = 0 then 'unlabelled'
                   when strongest < 3 then 'finding'
                   when strongest = 3 then 'normal'
                   else 'undetermined' end, count(*)
from (
    select date_trunc('month', e.encounter_date::timestamp)::date as month, count(l.diagnosis_code) as labels,
           min(array_position(array['finding', 'differential', 'normal'], d.kind::text)) as strongest
    from ods.encounters as e
    left join ods.encounter_diagnoses as l on l.encounter_id = e.encounter_id
    left join ods.diagnoses as d on d.diagnosis_code = l.diagnosis_code
    where e.encounter_date >= ($1::date + interval '1 month')::date
      and ($2::date is null or e.encounter_date < ($2::date + interval '1 month')::date)
    group by e.encounter_id, e.encounter_date
) as study
group by 1, 2
