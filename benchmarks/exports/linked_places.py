"""Whether an export as Linked Places is valid by the JSON schema of the World Historical Gazetteer, which is
theirs (BSD-3-Clause) and not here.

usage: python -m benchmarks.exports.linked_places ARCHIVE FOLDER

FOLDER holds `lpf_v2.0.jsonld` and `csl-citation.json`, from the folder
`validation/static` of the repository WorldHistoricalGazetteer/whg3. Exits with 1 where a place is not valid.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

from jsonschema import Draft7Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7

from byname.archive.archive import Archive
from byname.exports.export import export_people
from byname.exports.formats import format_named
from byname.exports.people import ExportedArchive

ADDRESS = "https://whgazetteer.org/schema/"
NAMES = ("lpf_v2.0.jsonld", "csl-citation.json")


def main() -> None:
    """Print how many places there are and what is wrong with them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "places.json"
        export_people(ExportedArchive(Archive.open(options.archive)), format_named("lpf"), out)
        places = json.loads(out.read_text(encoding="utf-8"))
    held = validator(options.folder)
    bare = {name: value for name, value in places["features"][0].items() if name not in ("types", "properties")}
    without = bare | {"properties": {"title": "a place without class and type"}}
    if held.is_valid({**places, "features": [without]}):
        sys.exit("the schema takes a place without class and type: it is another one than was meant")
    wrong = Counter(error.message[:120] for error in held.iter_errors(places))
    print(f"{len(places['features']):,} places, {sum(wrong.values()):,} mistakes")
    for message, count in wrong.most_common(10):
        print(f"{count:,} times: {message}")
    if wrong:
        sys.exit(1)


def validator(folder: Path) -> Draft7Validator:
    """What holds places against the schema."""
    schemas = {name: json.loads((folder / name).read_text(encoding="utf-8")) for name in NAMES}
    registry: Registry[dict[str, object]] = Registry().with_resources(
        [(ADDRESS + name, DRAFT7.create_resource(schema)) for name, schema in schemas.items()]
    )
    return Draft7Validator(schemas[NAMES[0]], registry=registry)


if __name__ == "__main__":
    main()
