select generation, byte_offset, last_row, epoch, batch_id, encode(header_mac, 'hex') as header_mac, prefix_length,
       encode(prefix_mac, 'hex') as prefix_mac, window_length, encode(window_mac, 'hex') as window_mac, device, inode,
       paused_reason, paused_until, go_on_until, encode(paused_hash, 'hex') as paused_hash, images_read, studies_read,
       unlabelled_read, to_char(committed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as committed_at, read_to_end,
       (select file from ingest.generations as now
        where now.feed = $1 and now.generation = checkpoint.generation) as file
from ingest.checkpoint
where feed = $1
