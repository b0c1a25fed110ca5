# SPDX-License-Identifier: AGPL-3.0-or-later
"""A served city, read by the client that people use for CKAN: its Python API and its command line.

usage: read_ckan.py ADDRESS
"""

import csv
import decimal
import io
import json
import os
import subprocess
import sys
import tempfile

import requests
from ckanapi import NotAuthorized, NotFound, RemoteCKAN, ValidationError
from ckanapi.errors import CKANAPIError, SearchQueryError

base = sys.argv[1].rstrip("/")
# The command line starts itself again by name.
tools = os.path.dirname(os.path.abspath(sys.executable))
os.environ["PATH"] = tools + os.pathsep + os.environ["PATH"]
ckan = RemoteCKAN(base, user_agent="panot-tests")
action = ckan.action


def command(*arguments):
    done = subprocess.run(["ckanapi", *arguments, "-r", base], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, (arguments, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def table(resource):
    answer = requests.get(resource["url"], timeout=60)
    answer.raise_for_status()
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8"))))


def number(cell):
    return decimal.Decimal(cell) if cell else None


def refused(kind, call, **arguments):
    try:
        call(**arguments)
    except kind as error:
        return error
    raise AssertionError(f"{arguments} was answered")


# The site, its lists, and every dataset in both ways.
assert action.site_read() is True and "datastore" in action.status_show()["extensions"]
names = action.package_list()
assert len(names) >= 8, names
packages = {name: action.package_show(id=name) for name in names}
assert [action.package_show(id=p["id"])["name"] for p in packages.values()] == names
found, start = [], 0
while rows := action.package_search(q="*:*", rows=3, start=start, sort="name asc")["results"]:
    found += [row["name"] for row in rows]
    start += len(rows)
assert found == names, (found, names)
for kind in ("organization", "group"):
    listed = ckan.call_action(f"{kind}_list", {"all_fields": True})
    assert listed and sum(one["package_count"] for one in listed) == len(names), listed
    for one in listed:
        shown = ckan.call_action(f"{kind}_show", {"id": one["name"], "include_datasets": True})
        field = "organization" if kind == "organization" else "groups"
        query = {"fq": f'{field}:"{one["name"]}"', "rows": 1000}
        inside = {row["name"] for row in action.package_search(**query)["results"]}
        assert inside == {p["name"] for p in shown["packages"]} and len(inside) == one["package_count"]
assert action.user_list() == [] and action.license_list()
tags = action.tag_list()
assert tags and action.package_search(fq=f'tags:"{tags[0]}"')["count"] >= 1

# Searches: words in any of three languages, facets, ranges.
air = action.package_search(q="qualitat de l'aire")["results"][0]
assert air["name"] == "qualitat-aire" and set(air["title_translated"]) >= {"ca", "es", "en"}, air
assert action.package_search(q="arbres", **{"facet.field": ["groups", "res_format"], "facet.limit": 1})["facets"]
everything = action.package_search(rows=0, **{"facet.field": ["res_format"]})
assert everything["facets"]["res_format"]["CSV"] == everything["count"] == len(names)
placed = action.package_search(q="*:*", fq="res_format:GEOJSON", rows=1000)
assert 0 < placed["count"] < len(names)
one, other = packages[names[0]], packages[names[-1]]
either = action.package_search(fq=f'id:("{one["id"]}" OR "{other["id"]}")')
assert either["count"] == 2

# As the plugin of a desktop map asks (GET, base address with its version), and as harvesters do.
qgis = requests.get(
    base + "/api/3/action/package_search",
    params={"q": "", "fq": "(groups:envi OR groups:tran)", "sort": "name asc", "rows": 50, "start": 0},
    timeout=60,
).json()
assert qgis["success"] and qgis["result"]["count"] == sum(
    any(group["name"] in ("envi", "tran") for group in package["groups"]) for package in packages.values()
)
groups = requests.get(base + "/api/3/action/group_list?all_fields=true", timeout=60).json()["result"]
assert all(group["display_name"] for group in groups)
changed = max(package["metadata_modified"] for package in packages.values())
harvest = "/api/3/action/package_search?fq=metadata_modified:[{}Z+TO+*]&sort=id+asc&rows=1000&start=0"
since = requests.get(base + harvest.format(changed), timeout=60).json()["result"]["results"]
assert [p["name"] for p in packages.values() if p["metadata_modified"] >= changed] == sorted(p["name"] for p in since)
everyone = requests.get(base + harvest.format("2001-01-01T00:00:00"), timeout=60).json()["result"]["results"]
assert [p["id"] for p in everyone] == sorted(p["id"] for p in packages.values())

# Refusals are told apart by their kind.
refused(NotFound, action.package_show, id="no-such-thing")
refused(ValidationError, action.package_show)
refused(SearchQueryError, action.package_search, fq="(open")
refused(NotAuthorized, action.package_create, name="x")
refused(NotAuthorized, action.datastore_search_sql, sql="SELECT 1")
refused(CKANAPIError, action.package_fly)
assert "colour" in str(refused(ValidationError, action.package_search, fq="colour:red"))

# Rows, against the file that the same resource offers.
trees = packages["arbrat-viari"]
resource = next(r for r in trees["resources"] if r["datastore_active"])
assert action.resource_show(id=resource["id"])["url"] == resource["url"]
rows = table(resource)
info = action.datastore_info(id=resource["id"])
assert info["meta"]["count"] == len(rows)
types = {field["id"]: field["type"] for field in info["fields"]}
assert list(types) == list(rows[0]), types
paged, offset = [], 0
while True:
    page = action.datastore_search(resource_id=resource["id"], limit=700, offset=offset)
    assert page["total"] == len(rows)
    if not page["records"]:
        break
    paged += page["records"]
    offset += 700
assert [record["_id"] for record in paged] == list(range(1, len(rows) + 1))
text = next(name for name, kind in types.items() if kind == "text" and len({row[name] for row in rows}) < 60)
assert [record[text] or "" for record in paged] == [row[text] for row in rows]
values = sorted({row[text] for row in rows if row[text]})[:2]
listed = action.datastore_search(resource_id=resource["id"], filters={text: values}, limit=0)
assert listed["total"] == sum(row[text] in values for row in rows)
kinds = action.datastore_search(resource_id=resource["id"], fields=[text], distinct=True, limit=100)
assert kinds["total"] == len(kinds["records"]) == len({row[text] for row in rows})
words = action.datastore_search(resource_id=resource["id"], q={text: values[0]}, limit=1)
assert words["total"] >= sum(row[text] == values[0] for row in rows)
anywhere = action.datastore_search(resource_id=resource["id"], q=values[0], limit=1)
assert anywhere["total"] >= words["total"] > 0
either = {"$or": [{text: values[0]}, {"_id": [1, 2]}]}
numbered = action.datastore_search(resource_id=resource["id"], filters=either, limit=3)
first = [n for n, row in enumerate(rows, 1) if row[text] == values[0] or n in (1, 2)]
assert numbered["total"] == len(first) and [r["_id"] for r in numbered["records"]] == first[:3]
for format, read in (("lists", len), ("csv", lambda t: len(list(csv.reader(io.StringIO(t)))))):
    answer = action.datastore_search(resource_id=resource["id"], records_format=format, limit=9)
    assert read(answer["records"]) == 9
dumped = requests.get(f"{base}/datastore/dump/{resource['id']}", timeout=60).content.decode("utf-8")
assert [r["_id"] for r in csv.DictReader(io.StringIO(dumped))] == [str(n) for n in range(1, len(rows) + 1)]
assert action.datastore_search(resource_id="arbrat-viari@1", limit=0)["total"] == len(rows)

# Numbers and moments, of another dataset.
measured = next(r for r in packages["qualitat-aire"]["resources"] if r["datastore_active"])
cells = table(measured)
held = {field["id"]: field["type"] for field in action.datastore_info(id=measured["id"])["fields"]}
digits = next(name for name, kind in held.items() if kind == "numeric")
numbers = sorted(number(row[digits]) for row in cells if row[digits])
middle = numbers[len(numbers) // 2]
ranged = action.datastore_search(resource_id=measured["id"], filters={digits: {"gte": float(middle)}}, limit=0)
assert ranged["total"] == sum(n >= middle for n in numbers), (digits, middle)
largest = action.datastore_search(resource_id=measured["id"], sort=f'"{digits}" desc', limit=5, fields=[digits])
assert [decimal.Decimal(str(r[digits])) for r in largest["records"]] == numbers[::-1][:5]
assert list(largest["records"][0]) == [digits]
empty = action.datastore_search(resource_id=measured["id"], filters={digits: None}, limit=0)
assert empty["total"] == len(cells) - len(numbers)
moment = next(name for name, kind in held.items() if kind.startswith("timestamp"))
last = max(row[moment] for row in cells)
newest = action.datastore_search(resource_id=measured["id"], filters={moment: last})
assert newest["total"] == sum(row[moment] == last for row in cells)
assert all(record[moment] == last for record in newest["records"])
assert "colour" in str(refused(ValidationError, action.datastore_search, resource_id=measured["id"], filters={"colour": 1}))
assert digits in str(refused(ValidationError, action.datastore_search, resource_id=measured["id"], filters={digits: "much"}))

# The same over GET alone.
reader = RemoteCKAN(base, get_only=True)
assert reader.action.package_list() == names
assert reader.action.package_search(q="arbres", rows=1)["results"][0]["name"] == "arbrat-viari"

# The command line.
searched = lines(command("search", "datasets", "q=*:*", "sort=name asc"))
assert [package["name"] for package in searched] == names
assert json.loads(command("action", "package_show", "id=qualitat-aire"))["name"] == "qualitat-aire"
assert json.loads(command("action", "datastore_search", "resource_id=qualitat-aire", "limit:1"))["records"]
dumped = lines(command("dump", "datasets", "--all", "-q", "--datastore-fields", "--resource-views"))
assert {package["name"] for package in dumped} == set(names)
fields = next(r for p in dumped if p["name"] == "arbrat-viari" for r in p["resources"] if r["datastore_active"])
assert [field["id"] for field in fields["datastore_fields"]] == ["_id", *types]
assert len(lines(command("dump", "organizations", "--all", "-q"))) == len(action.organization_list())
assert len(lines(command("dump", "groups", "--all", "-q"))) == len(action.group_list())
with tempfile.TemporaryDirectory() as folder:
    command("dump", "datasets", "arbrat-viari", "-q", "--datapackages=" + folder)
    made = json.load(open(os.path.join(folder, "arbrat-viari", "datapackage.json"), encoding="utf-8"))
    assert [r["format"] for r in made["resources"]] == [r["format"] for r in trees["resources"]]
    # This version of the client fetches the last file for all of them.
    taken = made["resources"][-1]
    with open(os.path.join(folder, "arbrat-viari", taken["path"]), encoding="utf-8") as file:
        assert taken["format"] == "NDJSON" and len(lines(file.read())) == len(rows)
print(len(names), "datasets,", len(rows), "rows")
