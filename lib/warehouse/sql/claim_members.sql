update ingest.dimension_queue set run_id = $1::uuid returning dimension, member
