# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every dataset's Data Package, read and validated over HTTP by the framework that people use for them:
each row of the served CSV against the schema.

usage: read_frictionless.py ADDRESS
"""

import sys

import requests
from frictionless import Package

base = sys.argv[1].rstrip("/")
listed = requests.get(base + "/data.json?size=200", timeout=60).json()["datasets"]
checked = 0
for dataset in listed:
    for name in (dataset["name"], f"{dataset['name']}@1"):
        address = f"{base}/data/{name}.datapackage.json"
        said = requests.get(address, timeout=60).json()
        assert said["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
        package = Package(address)
        assert package.metadata_valid if hasattr(package, "metadata_valid") else True
        report = package.validate()
        assert report.valid, (name, report.flatten(["rowNumber", "fieldName", "type", "message"])[:5])
        task = report.tasks[0]
        fields = [field["name"] for field in said["resources"][0]["schema"]["fields"]]
        assert task.labels == fields, (name, task.labels)
        if name == dataset["name"]:
            assert task.stats["rows"] == dataset["rows"], (name, task.stats, dataset["rows"])
            checked += task.stats["rows"]

# The check would be worth nothing if it found nothing.
broken = requests.get(f"{base}/data/qualitat-aire.datapackage.json", timeout=60).json()
number = next(f for f in broken["resources"][0]["schema"]["fields"] if f["type"] in ("number", "integer"))
number["type"] = "boolean"
assert not Package(broken).validate().valid
print(len(listed), "packages,", checked, "rows")
