select generation, batch_id, last_row, byte_offset, committed_at at time zone 'UTC' as committed_at, paused_reason
from ingest.checkpoint where feed = $1
