-- Of the columns x and y (the place of a cluster's centre on a map) a warehouse may have none.
select to_jsonb(c) as cluster_row from analytics.report_clusters as c order by cluster limit 100
