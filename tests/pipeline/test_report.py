from __future__ import annotations

import csv
from pathlib import Path

from byname.access.protection import WITHHELD
from byname.archive.accession import add_facts, add_files
from byname.archive.archive import Archive
from byname.pipeline.build import build
from byname.sources.bundled import demo_collection

MAPPING = """\
source: invented
title: Invented people
citation: made for tests
licence: CC0-1.0
language: et
universe: invented people
person_twice: false
fields:
  surname: surname
  given_name: given
  birth_date: born
  death_date: died
"""


def _report(folder: Path, rows: list[tuple[str, str, str, str]]) -> str:
    archive = Archive.create(folder / "archive", "Tests")
    path, mapping = folder / "invented.csv", folder / "invented.yaml"
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([("surname", "given", "born", "died"), *rows])
    mapping.write_text(MAPPING, encoding="utf-8")
    add_files(archive, [(path, mapping)])
    build(archive)
    return "".join(page.read_text(encoding="utf-8") for page in sorted(archive.report.glob("*.html")))


def test_people_who_may_be_living_are_withheld(tmp_path: Path) -> None:
    year = Archive.create(tmp_path / "other", "Tests").protect_born_from
    born = str(year + 20)
    report = _report(
        tmp_path, [("Vanavalge", "Uno", "1890", ""), ("Noorhall", "Ants", born, ""), ("Kadunud", "Mai", born, "1949")]
    )
    assert "Vanavalge" in report
    assert "Kadunud" in report
    assert "Noorhall" not in report
    assert WITHHELD in report


def test_report_of_the_bundled_collection_prints_its_facts(tmp_path: Path) -> None:
    collection = demo_collection()
    archive = Archive.create(tmp_path / "archive", collection.title)
    add_files(archive, collection.lists)
    assert sorted(add_facts(archive, collection.facts)) == sorted(collection.facts)
    assert add_facts(archive, collection.facts) == []
    build(archive)
    index = (archive.report / "index.html").read_text(encoding="utf-8")
    assert "the rows sum to 75,950" in index
    assert "the rows sum to 193,000" in index
    assert "printed is 15,706; they differ by 3" in index
    assert "they differ by 486" in index
    assert "Shchadenko" not in index  # the row F038 is unverified and stays out
    assert "681\u202f692" in index or "681,692" in index
