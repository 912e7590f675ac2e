-- The warehouse's lag, and the database's clock. Times as seconds since 1970.
select queued_encounters, queued_members,
       extract(epoch from oldest_change)::double precision as oldest_change,
       extract(epoch from refreshed_at)::double precision as refreshed_at,
       extract(epoch from clock_timestamp())::double precision as clock
from analytics.freshness
