-- $1 the privilege that lets a member take a role ('SET' from Postgres 16 on, 'MEMBER' before). What makes this session
-- the role that owns this program's schemas, so that what a migration makes belongs to the same role.
select format('set local role %I', owner.rolname)
from pg_namespace as n
join pg_roles as owner on owner.oid = n.nspowner
where n.nspname = 'ingest' and owner.rolname <> current_user and pg_has_role(n.nspowner, $1)
