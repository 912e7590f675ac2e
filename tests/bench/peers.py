#!/usr/bin/env python3
"""Other loaders of the same data, for scripts/first-load-bench --peers. As a program: one load, to be measured.

  tests/bench/peers.py pandas FOLDER TABLE...     FOLDER followed by the table's name and .csv is the file of its rows
  tests/bench/peers.py dlt FEED
"""

import csv
import importlib
import itertools
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
PACKAGES = TOP / f".cache/peers-{sys.version_info.major}.{sys.version_info.minor}"
SLING = PACKAGES / "sling_linux_amd64/bin/sling-linux-amd64"
BATCH = 10_000
NAMES = {"B": "B: staging tables, then INSERT … ON CONFLICT", "pandas": "pandas and psycopg2, 10,000 rows a transaction",
         "dlt": "dlt, merge into one flat table", "pgloader": "pgloader, one flat table of text, no key",
         "sling": "sling, one flat table of guessed types, no key"}


def install():
    """The pinned packages; exit code 69 where they cannot be had."""
    if SLING.is_file():
        return
    got = subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--only-binary=:all:", "--require-hashes", "--no-deps",
                          "--root-user-action=ignore", "--target", PACKAGES, "-r", TOP / "scripts/peers.requirements"],
                         stdout=sys.stderr, check=False)
    if got.returncode:
        print("first-load-bench: the packages of --peers cannot be had from PyPI", file=sys.stderr)
        sys.exit(69)


def column_list(sql, table):
    return sql("select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute where attrelid = "
               f"'ods.{table}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''")


def measure(postmaster, feed, folder, tables, empty):
    """(name, Measured) of each peer. `ods` has its keys; `empty` is SQL that takes its studies away. `folder`: as of ready rows."""
    from measured import Measured, psql_command, sql
    ready = stored(sql, tables)
    sql(empty)
    yield "B", Measured(postmaster, psql_command(staged(sql, folder, tables)))
    check("B", stored(sql, tables), ready)
    sql(empty)
    yield "pandas", Measured(postmaster, [sys.executable, __file__, "pandas", folder, *tables])
    check("pandas", stored(sql, tables), ready)
    sql(empty)
    with tempfile.TemporaryDirectory() as home:
        quiet = {"HOME": home, "TMPDIR": home, "RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "CRITICAL"}
        yield "dlt", Measured(postmaster, [sys.executable, __file__, "dlt", str(feed)], quiet)
        check("dlt", sql("select count(*) from peers_dlt.images"), ready[1])
        sql("drop schema peers_dlt cascade; drop schema if exists peers_dlt_staging cascade")
        if shutil.which("pgloader"):
            orders = pathlib.Path(home) / "orders.load"
            orders.write_text(pgloader_orders(feed))
            sql("create table public.peers_flat (" + ", ".join(f"{name} text" for name in fields(feed)) + ")")
            yield "pgloader", Measured(postmaster, ["pgloader", "--root-dir", home, str(orders)], quiet)
            check("pgloader", sql("select count(*) from public.peers_flat"), ready[1])
            sql("drop table public.peers_flat")
        SLING.chmod(0o755)
        server = {"PEER": f"postgresql://{os.environ['PGUSER']}@/bench?host={os.environ['PGHOST']}&port={os.environ['PGPORT']}"
                          "&sslmode=disable", "SLING_DISABLE_TELEMETRY": "true", "SLING_LOADED_AT_COLUMN": "false"}
        yield "sling", Measured(postmaster, [str(SLING), "run", "--src-stream", f"file://{feed}", "--tgt-conn", "PEER",
                                             "--tgt-object", "public.peers_sling", "--mode", "full-refresh"], quiet | server)
        check("sling", sql("select count(*) from public.peers_sling"), ready[1])
        sql("drop table public.peers_sling")


def stored(sql, tables):
    """Rows of each table, as text; the second one holds a row a record."""
    return [sql(f"select count(*) from ods.{name}") for name in tables]


def check(name, found, expected):
    if found != expected:
        sys.exit(f"first-load-bench: {name} loaded {found} rows instead of {expected}: its time means nothing")


def staged(sql, folder, tables):
    """B, as SQL."""
    lines = []
    for name in tables:
        columns = column_list(sql, name)
        lines.append(f"create temp table staged_{name} as table ods.{name} with no data;"
                     f"copy staged_{name} ({columns}) from '{folder}{name}';"
                     f"insert into ods.{name} ({columns}) select {columns} from staged_{name} on conflict do nothing;")
    return "begin;" + "".join(lines) + "commit"


def fields(feed):
    """Names for the feed's columns in a flat table: its first one has none."""
    with open(feed, encoding="utf-8", newline="") as text:
        count = len(next(csv.reader(text)))
    return [f"field_{number}" for number in range(count)]


def pgloader_orders(feed):
    names = ", ".join(fields(feed))
    where = f"postgresql://{os.environ['PGUSER']}@unix:{os.environ['PGHOST']}:{os.environ['PGPORT']}/bench"
    return (f"load csv from '{feed}' having fields ({names}) into {where} target table public.peers_flat ({names})\n"
            "with skip header = 1, fields optionally enclosed by '\"', fields terminated by ','\n"
            "set client_encoding to 'utf8';\n")


def load_by_pandas(folder, tables):
    pandas, psycopg2 = importlib.import_module("pandas"), importlib.import_module("psycopg2")
    execute_values = importlib.import_module("psycopg2.extras").execute_values
    connection = psycopg2.connect(dbname="bench")
    for name in tables:
        for part in pandas.read_csv(f"{folder}{name}.csv", dtype=object, chunksize=BATCH):
            rows = part.where(part.notna(), None).itertuples(index=False, name=None)
            with connection, connection.cursor() as cursor:
                execute_values(cursor, f"insert into ods.{name} ({', '.join(part.columns)}) values %s on conflict do nothing",
                               rows, page_size=BATCH)


def load_by_dlt(feed):
    dlt = importlib.import_module("dlt")

    @dlt.resource(name="images", write_disposition="merge", primary_key="ImageID")
    def images():
        with open(feed, encoding="utf-8", newline="") as text:
            records = csv.DictReader(text)
            while part := [dict(record, row_number=record.pop("")) for record in itertools.islice(records, BATCH)]:
                yield part

    where = {"host": urllib.parse.quote(os.environ["PGHOST"], safe=""),
             "port": os.environ["PGPORT"], "username": os.environ["PGUSER"],
             "password": "not asked for", "database": "bench"}
    dlt.pipeline("peers", destination=dlt.destinations.postgres(credentials=where), dataset_name="peers_dlt").run(images())


if __name__ == "__main__":
    sys.path.insert(0, str(PACKAGES))
    if sys.argv[1] == "pandas":
        load_by_pandas(sys.argv[2], sys.argv[3:])
    else:
        load_by_dlt(sys.argv[2])
