-- Open quarantined records of a feed by reason, and how many of them came since a time. $1 feed, $2 time.
select reason, count(*) as records, count(*) filter (where quarantined_at >= $2::timestamptz) as last_day
from ingest.quarantine
where feed = $1 and status = 'open'
group by reason
order by reason
