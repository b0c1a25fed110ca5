# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the shapes of a profile find in a file: one line for each violation, then the counts.

usage: validate.py FOLDER-OF-SHAPES ap|es FILE.{ttl,jsonld,rdf}
"""

import collections
import pathlib
import sys

import rdflib
from pyshacl import validate

shapes_at, profile, path = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
shapes = rdflib.Graph()
if profile == "ap":
    shapes.parse(shapes_at / "3.0.1/shacl__dcat-ap-SHACL.ttl")
else:
    for file in sorted((shapes_at / "dcat-ap-es-1.0.0").glob("shacl_*.ttl")):
        shapes.parse(file)
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
hanging = [(s, p, o) for s, p, o in shapes.triples((None, SH.property, None)) if (o, None, None) not in shapes]
assert len(hanging) == (2 if profile == "ap" else 0), hanging
for triple in hanging:
    shapes.remove(triple)
formats = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}
data = rdflib.Graph().parse(path, format=formats[path.rsplit(".", 1)[1]])
_, report, _ = validate(data, shacl_graph=shapes, advanced=True)
found = collections.Counter()
for result in report.objects(None, SH.result):
    severity = report.value(result, SH.resultSeverity).split("#")[1]
    found[severity] += 1
    if severity == "Violation":
        said = [report.value(result, SH[part]) for part in ("focusNode", "resultPath", "value", "sourceConstraintComponent")]
        print("   ", severity, *said, *sorted(m for m in report.objects(result, SH.resultMessage) if m.language != "es"))
print(len(data), "triples", found["Violation"], "violations", found["Warning"], "warnings")
