-- (By a join: see fact_encounter. `offset 0`: a cluster fetches the reference table's rows then.)
delete from dwh.dim_diagnosis_ancestor as d
using (
    select o.diagnosis_code, o.ancestor_code
    from dwh.dim_diagnosis_ancestor as o
    left join (
        select diagnosis_code, ancestor_code
        from ods.diagnosis_ancestors
        where $1::text[] is null or diagnosis_code = any ($1)
        offset 0
    ) as s on s.diagnosis_code = o.diagnosis_code and s.ancestor_code = o.ancestor_code
    where ($1::text[] is null or o.diagnosis_code = any ($1)) and s.diagnosis_code is null
) as gone
where d.diagnosis_code = gone.diagnosis_code and d.ancestor_code = gone.ancestor_code
