select queued_encounters, queued_members,
       to_char(oldest_change at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as oldest_change
from analytics.freshness
