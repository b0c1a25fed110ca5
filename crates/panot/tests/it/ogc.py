# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads a city's OGC API Features as its users do: owslib, and GDAL's driver through pyogrio.

Called with the address of the city and a folder to work in. Says one JSON object; fails with a
traceback where a client does not get what the download says.
"""

import json
import os
import sys
import urllib.request

# Each address that GDAL fetches is said on the standard error.
os.environ["CPL_DEBUG"] = "ON"
import pyogrio
import pyogrio.raw
from owslib.ogcapi.features import Features

BASE, FOLDER = sys.argv[1], sys.argv[2]
DOOR = BASE + "/ogc"


def with_owslib():
    door = Features(DOOR)
    names = door.feature_collections()
    conformance = door.conformance()["conformsTo"]
    collection = door.collection("trees")
    queryables = door.collection_queryables("trees")["properties"]
    pages, offset = [], 0
    while True:
        page = door.collection_items("trees", limit=700, offset=offset)
        pages += [feature["id"] for feature in page["features"]]
        offset = len(pages)
        if not page["features"] or offset >= page["numberMatched"]:
            break
    west, south, east, north = collection["extent"]["spatial"]["bbox"][0]
    middle = [west, south, (west + east) / 2, north]
    boxed = door.collection_items("trees", bbox=middle, limit=10000)
    within = [f["geometry"]["coordinates"][0] for f in boxed["features"]]
    assert max(within) <= middle[2] and len(within) == boxed["numberMatched"], boxed["numberMatched"]
    filtered = door.collection_items("trees", filter="height > 20 AND species = 'Platanus × hispanica'", limit=10000)
    assert all(f["properties"]["height"] > 20 for f in filtered["features"])
    item = door.collection_item("trees", "17")
    return {
        "names": sorted(names),
        "conformance": conformance,
        "queryables": sorted(queryables),
        "ids": [pages[0], pages[-1], len(pages), len(set(pages))],
        "boxed": boxed["numberMatched"],
        "filtered": filtered["numberMatched"],
        "item": item["properties"]["code"],
    }


def read(source, **how):
    """Fields, geometries and values of a layer; no ids, which files number otherwise."""
    meta, _, shapes, values = pyogrio.raw.read(source, **how)
    keep = [at for at, name in enumerate(meta["fields"]) if name != "id"]
    return {
        "fields": [str(meta["fields"][at]) for at in keep],
        "shapes": [bytes(shape) if shape is not None else None for shape in shapes],
        "values": [values[at] for at in keep],
    }


def alike(ours, theirs):
    assert ours["fields"] == theirs["fields"], (ours["fields"], theirs["fields"])
    assert len(ours["shapes"]) == len(theirs["shapes"]), (len(ours["shapes"]), len(theirs["shapes"]))
    assert ours["shapes"] == theirs["shapes"]
    for name, ours_of, theirs_of in zip(ours["fields"], ours["values"], theirs["values"]):
        same = [a == b or (a != a and b != b) or (a is None and b is None) for a, b in zip(ours_of, theirs_of)]
        assert all(same), (name, same.index(False))
    return len(ours["shapes"])


def with_gdal():
    source = "OAPIF:" + DOOR
    layers = sorted(str(name) for name, _ in pyogrio.list_layers(source))
    counts = {}
    for name in layers:
        file = os.path.join(FOLDER, name + ".geojson")
        urllib.request.urlretrieve(f"{BASE}/data/{name}.geojson", file)
        counts[name] = alike(read(source, layer=name), read(file))
    file = os.path.join(FOLDER, "trees.geojson")
    where = "height > 20 AND species = 'Platanus × hispanica'"
    filtered = alike(read(source, layer="trees", where=where), read(file, where=where))
    bbox = [float(n) for n in pyogrio.read_info(file)["total_bounds"]]
    box = (bbox[0], bbox[1], (bbox[0] + bbox[2]) / 2, bbox[3])
    boxed = alike(read(source, layer="trees", bbox=box), read(file, bbox=box))
    bounds = [float(n) for n in pyogrio.read_info(source, layer="trees", force_total_bounds=True)["total_bounds"]]
    return {"counts": counts, "filtered": filtered, "boxed": boxed, "bounds": [bounds, bbox]}


print(json.dumps({"owslib": with_owslib(), "gdal": with_gdal()}))
