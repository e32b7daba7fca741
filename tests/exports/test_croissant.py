from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tests.exports.conftest import Validators
from tests.exports.made import exported

from byname.archive.archive import Archive
from byname.exports.people import ExportedArchive

READ = """
import sys, mlcroissant
data = mlcroissant.Dataset(jsonld=sys.argv[1])
assert not data.metadata.ctx.issues.errors, data.metadata.ctx.issues.report()
print(sum(1 for _ in data.records("people")))
"""


def test_croissant_reads_the_tables_that_it_describes(small: Archive, tmp_path: Path, validators: Validators) -> None:
    out, statement = exported(ExportedArchive(small), "csv", tmp_path)
    assert int(validators.run("-W", "ignore", "-c", READ, out / "croissant.json").split()[-1]) == statement["people"]
    data = json.loads((out / "croissant.json").read_text(encoding="utf-8"))
    for one in data["distribution"]:
        assert one["sha256"] == hashlib.sha256((out / one["contentUrl"]).read_bytes()).hexdigest()
