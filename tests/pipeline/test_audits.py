from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.lists import ROWS, what_differs, write_list

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.archive.texts import TEXTS, keep_text, texts_of
from byname.errors import BadSubject
from byname.pipeline.audits import write_audits
from byname.pipeline.build import build


def test_the_texts_of_an_archive_are_audited_into_its_report(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    assert write_audits(archive, tmp_path / "none") == ()
    add_files(archive, [write_list(tmp_path / "in", "one", ROWS)])
    text = tmp_path / "essay.txt"
    text.write_text("In 1937 and 1938 the NKVD shot 681,692 people.", encoding="utf-8")
    keep_text(archive, text)
    keep_text(archive, text)
    assert [path.name for path in texts_of(archive)] == ["essay.txt"]
    (archive.folder / TEXTS / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    build(archive, processes=1)
    data = json.loads((archive.report / "audit-essay.json").read_text(encoding="utf-8"))
    assert [claim["verdict"] for claim in data["claims"]] == ["supported"]
    front = (archive.report / "index.html").read_text(encoding="utf-8")
    assert "broken.pdf" in front
    assert what_differs(archive) == []


def test_the_texts_of_an_archive_are_read_with_its_own_subject_and_audited_again_where_that_changes(
    tmp_path: Path,
) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    add_files(archive, [write_list(tmp_path / "in", "one", ROWS)])
    text = tmp_path / "essay.txt"
    text.write_text("Rupert of Hentzau died in 1895.", encoding="utf-8")
    keep_text(archive, text)
    subject = archive.folder / "subject"
    subject.mkdir()
    for name, content in {
        "subject.yaml": "name: Ruritania\n",
        "gazetteer.yaml": "- {id: rupert, kind: person, words: [Rupert of Hentzau]}\n",
        "facts.csv": FACT.replace("1900", "1895"),
    }.items():
        (subject / name).write_text(content, encoding="utf-8")

    def verdicts() -> list[str]:
        build(archive, processes=1)
        data = json.loads((archive.report / "audit-essay.json").read_text(encoding="utf-8"))
        return [claim["verdict"] for claim in data["claims"]]

    assert verdicts() == ["supported"]
    (subject / "facts.csv").write_text(FACT, encoding="utf-8")
    assert verdicts() != ["supported"]
    assert what_differs(archive) == []
    (subject / "gazetteer.yaml").write_text("- {id: rupert, kind: hero, words: [Rupert]}\n", encoding="utf-8")
    with pytest.raises(BadSubject, match="kind 'hero'"):
        build(archive, processes=1)


FACT = (
    "id,date,statement,entities,predicates,source_title,source_page,kind\n"
    "f,1900,Rupert of Hentzau died in 1900.,rupert,die,Chronicle,7,popular\n"
)
