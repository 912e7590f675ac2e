select stem, count(*) from pg_temp.scratch_stem group by stem
