from __future__ import annotations

import json
from pathlib import Path

from tests.exports.conftest import Validators
from tests.exports.made import exported

from byname.archive.archive import Archive
from byname.exports.people import ExportedArchive


def test_frictionless_and_csvw_take_the_folder(small: Archive, tmp_path: Path, validators: Validators) -> None:
    out, statement = exported(ExportedArchive(small), "csv", tmp_path)
    report = json.loads(
        validators.run("validate", out / "datapackage.json", "--json", "--trusted", program="frictionless")
    )
    assert report["valid"], report
    rows = {task["name"]: task["stats"].get("rows", 0) for task in report["tasks"]}
    assert rows["people"] == statement["people"] == 5
    assert rows["statements"] == sum(row["out"] for row in statement["fields"] if row["part"] == "entry") > 20
    code = "import csvw, sys; d = csvw.CSVW(sys.argv[1], validate=True); print(d.is_valid, len(d.tables))"
    assert validators.run("-c", code, out / "csv-metadata.json").split() == ["True", "5"]


def test_the_package_of_parquet_names_every_file(small: Archive, tmp_path: Path) -> None:
    out, _ = exported(ExportedArchive(small), "parquet", tmp_path)
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert sorted(path.name for path in out.iterdir()) == sorted(
        ["datapackage.json", *(resource["path"] for resource in package["resources"])]
    )
