-- Hashes of the feed's own bytes, which hold the source's PatientID and birth year, are keyed by the database's secret: the
-- first 16 bytes of HMAC-SHA256(secret, 'source bytes ' || hash). The stored ones are replaced. The checkpoint's columns
-- have new names, so that an older program stops at once instead of writing unkeyed ones.
alter table ingest.checkpoint rename column header_hash to header_mac;
alter table ingest.checkpoint rename column prefix_hash to prefix_mac;
alter table ingest.checkpoint rename column window_hash to window_mac;

-- Reads the one secret; made where rows are there without one, which no program leaves.
insert into ingest.draw_secret (secret, created_at)
select sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')), now()
where not exists (select from ingest.draw_secret) and exists (select from ingest.checkpoint);

do $$
declare
    padded bytea := (select secret from ingest.draw_secret) || decode(repeat('00', 32), 'hex');
    inner_pad bytea := padded;
    outer_pad bytea := padded;
begin
    if padded is null then
        return;
    end if;
    for i in 0..63 loop
        inner_pad := set_byte(inner_pad, i, get_byte(padded, i) # 54);
        outer_pad := set_byte(outer_pad, i, get_byte(padded, i) # 92);
    end loop;
    inner_pad := inner_pad || 'source bytes '::bytea;
    update ods.procedures set record_hash = substring(sha256(outer_pad || sha256(inner_pad || record_hash)) for 16);
    update ingest.quarantine set record_hash = substring(sha256(outer_pad || sha256(inner_pad || record_hash)) for 16);
    update ingest.batches set bytes_hash = substring(sha256(outer_pad || sha256(inner_pad || bytes_hash)) for 16);
    update ingest.checkpoint
    set header_mac = substring(sha256(outer_pad || sha256(inner_pad || header_mac)) for 16),
        prefix_mac = substring(sha256(outer_pad || sha256(inner_pad || prefix_mac)) for 16),
        window_mac = substring(sha256(outer_pad || sha256(inner_pad || window_mac)) for 16),
        paused_hash = substring(sha256(outer_pad || sha256(inner_pad || paused_hash)) for 16);
end
$$;

comment on column ods.procedures.record_hash is 'Keyed hash of the record''s bytes in the feed, for the audit.';
comment on column ingest.quarantine.record_hash is 'Keyed hash of the record''s bytes in the feed.';
comment on column ingest.batches.bytes_hash is 'Keyed hash of the whole stretch, for the audit.';
comment on column ingest.checkpoint.paused_hash is
    'Keyed hash of the bytes from byte_offset to paused_until: other bytes there mean that the feed was mended. NULL: not known.';
comment on column ingest.checkpoint.header_mac is 'Keyed hash of the header.';
comment on column ingest.checkpoint.prefix_length is 'Bytes at the file''s beginning that prefix_mac covers.';
comment on column ingest.checkpoint.prefix_mac is 'Keyed hash of the file''s beginning.';
comment on column ingest.checkpoint.window_length is 'Bytes before byte_offset that window_mac covers.';
comment on column ingest.checkpoint.window_mac is 'Keyed hash of the bytes just before byte_offset.';
revoke all on ingest.draw_secret from public;
comment on table ingest.draw_secret is
    'The secret of the patient draw and of keyed hashes: one row, made once. Who reads it can guess what the hashes were made of, and whom a study was assigned to: its owner and the daemon''s role only.';
