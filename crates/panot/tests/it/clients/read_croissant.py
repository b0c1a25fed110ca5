# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every dataset's Croissant, read with its rows by the library of those who made the standard; and what
its page says to search engines.

usage: read_croissant.py ADDRESS
"""

import html.parser
import itertools
import json
import logging
import sys

import mlcroissant
import requests

base = sys.argv[1].rstrip("/")
logging.disable(logging.WARNING)


class Blocks(html.parser.HTMLParser):
    """The blocks of data of a page."""

    def __init__(self):
        super().__init__()
        self.inside, self.blocks = False, []

    def handle_starttag(self, tag, attrs):
        self.inside = tag == "script" and dict(attrs).get("type") == "application/ld+json"

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.blocks.append(json.loads(data))


listed = requests.get(base + "/data.json?size=200", timeout=60).json()["datasets"]
taken = 0
for dataset in listed:
    name = dataset["name"]
    address = f"{base}/data/{name}.croissant.json"
    said = requests.get(address, timeout=60).json()
    found = mlcroissant.Dataset(said)
    issues = found.metadata.ctx.issues
    assert not issues.errors, (name, issues.report())
    fields = [field["name"] for field in said["recordSet"][0]["field"]]
    first = list(itertools.islice(found.records(record_set="rows"), 20))
    assert len(first) == min(20, dataset["rows"]), (name, len(first))
    assert {key.removeprefix("rows/") for key in first[0]} == set(fields), (name, first[0])
    taken += len(first)
    for language in ("ca", "es", "en"):
        blocks = Blocks()
        blocks.feed(requests.get(f"{base}/{language}/data/{name}", timeout=60).text)
        (about,) = blocks.blocks
        assert about["@type"] == "Dataset" and about["name"] and about["description"], about
        assert about["license"].startswith("https://") and about["distribution"], about
        assert all(requests.head(d["contentUrl"], timeout=60).ok for d in about["distribution"])
print(len(listed), "datasets,", taken, "rows")
