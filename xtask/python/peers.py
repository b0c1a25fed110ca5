# SPDX-License-Identifier: AGPL-3.0-or-later
"""What DuckDB needs for the same work as Panot, one line "name seconds" each.

usage: peers.py FILE.csv FOLDER

The work is the same to the last step: every value typed exactly, the rows sorted by their key, the
file compressed alike and on the disk (fsync) when the clock stops.
"""

import os
import statistics
import subprocess
import sys
import time

import duckdb

COLUMNS = "{'station': 'INTEGER', 'magnitude': 'INTEGER', 'moment': 'TIMESTAMP', 'value': 'DECIMAL(18,3)'}"


def timed(runs, work):
    """The median of some runs, in seconds."""
    taken = []
    for _ in range(runs):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def take_in(source, target):
    duckdb.connect().execute(
        f"""COPY (SELECT * FROM read_csv('{source}', header = true, columns = {COLUMNS})
                  ORDER BY station, magnitude, moment)
            TO '{target}' (FORMAT parquet, COMPRESSION zstd)"""
    )
    for path in (target, os.path.dirname(target)):
        handle = os.open(path, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def main():
    source, folder = sys.argv[1:]
    target = os.path.join(folder, "peer.parquet")
    print("version", duckdb.__version__)
    print("import", timed(3, lambda: take_in(source, target)))

    open_ = duckdb.connect()
    page = f"""SELECT * FROM '{target}' WHERE station = 7 AND magnitude = 3
               ORDER BY moment LIMIT 100"""
    group = f"""SELECT station, date_trunc('month', moment) AS month, avg(value) AS mean
                FROM '{target}' GROUP BY ALL ORDER BY ALL"""
    print("page", timed(50, lambda: open_.execute(page).fetchall()))
    command = [sys.executable, "-c", f"import duckdb; duckdb.connect().execute({group!r}).fetchall()"]
    print("group", timed(10, lambda: subprocess.run(command, check=True)))
    print("group-open", timed(20, lambda: open_.execute(group).fetchall()))


main()
