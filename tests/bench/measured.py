"""One command beside a Postgres, measured: wall time, CPU of both sides, memory of the client, WAL."""

import os
import pathlib
import subprocess
import sys
import time

PSQL = pathlib.Path(os.environ["PADCHESTD_TEST_POSTGRES_BIN"]) / "psql"
CAREFUL = ["-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=sqlstate"]  # an error's context can quote a row
TICKS = os.sysconf("SC_CLK_TCK")


def sql(text, database="bench"):
    done = subprocess.run([PSQL, "-qXAt", *CAREFUL, "-d", database, "-c", text], check=True, stdout=subprocess.PIPE,
                          text=True, env=os.environ | {"PGOPTIONS": "-c client_min_messages=warning"})
    return done.stdout.strip()


def stat(pid):
    """Fields of /proc/PID/stat after the name: [1] is the parent, [11:15] are user, system and those of its dead."""
    return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def server_seconds(postmaster):
    total = sum(int(field) for field in stat(postmaster)[11:15])
    for entry in pathlib.Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and int(stat(entry.name)[1]) == postmaster:
                total += sum(int(field) for field in stat(entry.name)[11:13])
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended meanwhile: counted with its parent
    return total / TICKS


def postmaster():
    """The process of the server that libpq's variables name."""
    return int(stat(int(sql("select pid from pg_stat_activity where backend_type = 'checkpointer'", "postgres")))[1])


class Measured:
    """`command`, run to its end: a failure ends the program. `environment` is added to this one's."""

    def __init__(self, postmaster, command, environment=None):
        sql("checkpoint", "postgres")
        wal = sql("select pg_current_wal_lsn()", "postgres")
        server, begin = server_seconds(postmaster), time.monotonic()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                 env=os.environ | (environment or {}))
        complaint = child.stderr.read().decode()
        _, status, usage = os.wait4(child.pid, 0)
        self.seconds = time.monotonic() - begin
        if status != 0:
            sys.exit(f"{pathlib.Path(sys.argv[0]).name}: {command[0]} failed\n{complaint[-2000:]}")
        self.client = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / 1024
        time.sleep(0.2)  # the server reaps the session
        self.server = server_seconds(postmaster) - server
        self.wal = float(sql(f"select pg_current_wal_lsn() - '{wal}'", "postgres")) / 1e6


def psql_command(text):
    return [str(PSQL), "-qX", *CAREFUL, "-d", "bench", "-c", text]
