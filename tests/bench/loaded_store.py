"""The database `bench`, migrated and with its patients, which a benchmark loads by the program."""

import os
import subprocess

from measured import sql

TABLES = ["encounters", "procedures", "reports", "encounter_diagnoses", "encounter_localizations"]  # the large ones


def prepare(program, scratch, feed, more=""):
    """Makes it, and a configuration in `scratch` that follows `feed` with a page; `more` lines of YAML. Returns the
    program's command for it, without a subcommand."""
    sql("drop database if exists bench", "postgres")
    sql("create database bench", "postgres")
    config = scratch / "bench.yaml"
    config.write_text(f"feed:\n  path: {feed}\nstate:\n  file: {scratch}/state.json\ndashboard:\n  file: {scratch}/page.html\n"
                      f"patients:\n  count: 5000\n{more}")
    (scratch / "state.json").unlink(missing_ok=True)
    os.environ["PADCHESTD_POSTGRES__CONNINFO"] = (
        f"host={os.environ['PGHOST']} port={os.environ['PGPORT']} user={os.environ['PGUSER']} dbname=bench")
    command = [str(program), "--config", str(config)]
    for subcommand in ("migrate", "seed-patients"):
        subprocess.run([*command, subcommand], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return command


def metric(file, name):
    """A value of the program's metrics file; 0.0: there is none of that name."""
    for line in file.read_text().splitlines():
        if line.startswith(name + " "):
            return float(line.rpartition(" ")[2])
    return 0.0


def phase_seconds(file, phase):
    """Of the last cycle."""
    return metric(file, f'padchestd_last_phase_duration_seconds{{phase="{phase}"}}')
