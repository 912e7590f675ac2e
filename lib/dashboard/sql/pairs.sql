-- The pairs of analytics.diagnosis_pairs, the most frequent ones; the page computes support and lift, as that view does,
-- from these counts.
select code_a, code_b, encounters from dwh.agg_diagnosis_pair
where encounters > 0 order by encounters desc, code_a, code_b limit 8000
