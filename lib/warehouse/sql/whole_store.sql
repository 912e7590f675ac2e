-- For statements that read the whole store: sorts and hashes of all of it, and joins that do not depend on statistics
-- (of a table that was just filled there are none: a nested loop over it took minutes instead of a second).
set local work_mem = '64MB';
set local enable_seqscan = on;
set local enable_nestloop = off
