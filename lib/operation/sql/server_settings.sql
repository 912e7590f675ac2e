-- The settings of a session that decide whether the server keeps what it acknowledged, how a feed fares on it, and what
-- its log gets of a row.
select name, setting, unit
from pg_settings
where name in ('auto_explain.log_min_duration', 'autovacuum', 'default_transaction_read_only', 'fsync', 'full_page_writes',
               'idle_in_transaction_session_timeout', 'log_error_verbosity', 'log_min_messages', 'log_parameter_max_length',
               'max_wal_size', 'pgaudit.log_parameter', 'server_encoding', 'shared_buffers', 'synchronous_commit')
