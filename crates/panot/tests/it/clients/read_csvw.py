# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every dataset's CSV file, read by a client of CSV on the Web that finds the metadata by itself.

usage: read_csvw.py ADDRESS
"""

import sys
import warnings

import requests
from csvw import CSVW, Table

base = sys.argv[1].rstrip("/")
warnings.simplefilter("error")
listed = requests.get(base + "/data.json?size=200", timeout=60).json()["datasets"]
rows = 0
for dataset in listed:
    name = dataset["name"]
    for name in (f"{dataset['name']}@1", dataset["name"]):
        file = f"{base}/data/{name}.csv"
        head = requests.head(file, timeout=60)
        link = head.links["describedby"]
        assert link["type"] == "application/csvm+json", head.headers
        beside = requests.get(requests.compat.urljoin(file, link["url"]), timeout=60)
        assert beside.url == file + "-metadata.json" and beside.headers["content-type"] == link["type"]
    if dataset["rows"] > 20000:
        continue
    found = CSVW(file, validate=True)
    assert found.is_valid, name
    table = Table.from_url(file + "-metadata.json")
    read = list(table)
    assert len(read) == dataset["rows"], (name, len(read), dataset["rows"])
    assert [column.name for column in table.tableSchema.columns] == list(read[0])
    rows += len(read)
print(len(listed), "files,", rows, "rows")
