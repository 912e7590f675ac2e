"""A store of a made-up feed of some size, that grows by ticks: for scripts/flat-bench and scripts/tick-profile."""

import os
import shutil
import statistics
import subprocess

from measured import Measured, sql

TICK = 600  # records
SPARE = 60 * TICK


class GrownStore:
    """A database of so many records, with its feed and the daemon's configuration for it in a folder of their own.

    `kept`: what an earlier run left there is taken up again, and nothing is loaded.
    """

    def __init__(self, program, server, folder, records, kept=False):
        self.program, self.server, self.records = program, server, records
        self.database = f"bench_{records}"
        self.folder = folder / self.database
        self.feed, self.metrics, self.config = (self.folder / name for name in ("feed.csv", "metrics.prom", "bench.yaml"))
        self.spare_file = self.folder / "spare.csv"
        self.written = 0
        self.spare = []  # the next records, for the simulator makes the whole feed again to go on with it
        self.load = None  # Measured, where it was loaded now
        if not (kept and self.is_there()):
            self.make()

    def is_there(self):
        loaded = self.folder / "loaded"
        if not loaded.exists() or sql(f"select 1 from pg_database where datname = '{self.database}'", "postgres") != "1":
            return False
        self.written = int(loaded.read_text())
        if self.spare_file.exists():
            with self.spare_file.open("rb") as lines:
                self.spare = records_of(lines)
        return True

    def make(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        for left in self.folder.iterdir():
            left.unlink()
        sql(f"drop database if exists {self.database}", "postgres")
        sql(f"create database {self.database}", "postgres")
        self.config.write_text(
            f"feed:\n  path: {self.feed}\nstate:\n  file: {self.folder}/state.json\n  heartbeat: {self.folder}/heartbeat.json\n"
            f"dashboard:\n  file: {self.folder}/page.html\nmetrics:\n  file: {self.metrics}\n"
            f"logging:\n  file: {self.folder}/log\nschedule:\n  interval: 50 ms\ntext:\n  least_reports: 0\n"
            "quality:\n  every: 0 s\nverify:\n  every: 0 s\n")
        self.grow(self.records)
        self.make_spare()
        with self.connected():
            self.load = Measured(self.server, self.command("ingest", "--once"))
        self.sql("vacuum analyze")

    def connected(self):
        """libpq's settings, and the program's, for this database."""
        return Environment(PGDATABASE=self.database, PADCHESTD_POSTGRES__CONNINFO=(
            f"host={os.environ['PGHOST']} port={os.environ['PGPORT']} user={os.environ['PGUSER']} dbname={self.database}"))

    def sql(self, text):
        return sql(text, self.database)

    def command(self, *words):
        return [str(self.program), "--config", str(self.config), *words]

    def writer(self, rows, *options):
        """The command that writes so many records more: --rows counts those that are there already."""
        self.written += rows
        return [self.program, "feed", "simulate", "--output", self.feed, "--encounters", "20000000", "--images-per-study",
                "1.46", "--rows", str(self.written), *(["--resume"] if self.feed.exists() else []), *options]

    def prewarm(self):
        """Reads all indexes into the buffer cache, as far as they have room there: a tick adds to the tables' last pages only."""
        self.sql("create extension if not exists pg_prewarm")
        self.sql("select sum(pg_prewarm(oid)) from pg_class where relkind = 'i' and relnamespace in "
                 "('ods'::regnamespace, 'dwh'::regnamespace, 'ingest'::regnamespace)")

    def grow(self, rows):
        subprocess.run(self.writer(rows), check=True, stdout=subprocess.DEVNULL)
        (self.folder / "loaded").write_text(str(self.written))

    def grow_by_tick(self):
        if len(self.spare) < TICK:
            self.make_spare()
        with self.feed.open("ab") as feed:
            feed.write(b"".join(self.spare[:TICK]))
        del self.spare[:TICK]
        self.spare_file.write_bytes(b"".join(self.spare))
        self.written += TICK
        (self.folder / "loaded").write_text(str(self.written))

    def make_spare(self):
        """In a copy of the feed, which a running daemon may follow."""
        end, written, feed = self.feed.stat().st_size, self.written, self.feed
        self.feed = self.folder / "longer.csv"
        try:
            shutil.copyfile(feed, self.feed)
            subprocess.run(self.writer(SPARE), check=True, stdout=subprocess.DEVNULL)
            with self.feed.open("rb") as longer:
                longer.seek(end)
                self.spare = records_of(longer)
        finally:
            self.feed.unlink()
            self.feed, self.written = feed, written
        self.spare_file.write_bytes(b"".join(self.spare))

    def metric(self, name):
        for line in self.metrics.read_text().splitlines():
            if line.startswith(name + " "):
                return float(line.rpartition(" ")[2])
        return 0.0

    def tick(self, checkpoint=False):
        """Loads a tick of records: what its phases took, by the program's metrics, in seconds; WAL in MB."""
        self.grow_by_tick()
        if checkpoint:
            self.sql("checkpoint")
        wal = self.sql("select pg_current_wal_lsn()")
        with self.connected():
            subprocess.run(self.command("ingest", "--once"), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wal = float(self.sql(f"select pg_current_wal_lsn() - '{wal}'")) / 1e6
        phases = {name: self.metric(f'padchestd_last_phase_duration_seconds{{phase="{name}"}}')
                  for name in ("feed", "refresh", "dashboard")}
        return phases | {"wal": wal}

    def median_of(self, *words, runs=5):
        with self.connected():
            return statistics.median(Measured(self.server, self.command(*words)).seconds for _ in range(runs))


def records_of(lines):
    """CSV records, a line break within quotes does not end one."""
    records, record = [], b""
    for line in lines:
        record += line
        if record.count(b'"') % 2 == 0:
            records.append(record)
            record = b""
    return records


class Environment:
    """Variables of the environment, until the end of a `with`."""

    def __init__(self, **variables):
        self.variables = variables

    def __enter__(self):
        self.before = {name: os.environ.get(name) for name in self.variables}
        os.environ.update(self.variables)

    def __exit__(self, *_):
        for name, value in self.before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
