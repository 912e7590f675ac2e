-- The settings of a server that decide whether it keeps what it acknowledged, and how a feed fares on it.
select name, setting, coalesce(unit, '')
from pg_settings
where name in ('autovacuum', 'default_transaction_read_only', 'fsync', 'full_page_writes',
               'idle_in_transaction_session_timeout', 'max_wal_size', 'server_encoding', 'shared_buffers',
               'synchronous_commit')
