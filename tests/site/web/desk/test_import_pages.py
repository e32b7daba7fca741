from __future__ import annotations

import io
import re
import socket
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.lists import ROWS, write_list
from tests.site.web.desk.conftest import HOST, Visitor

from byname.access.desk.building import progress_of
from byname.access.desk.imports import drafts_of
from byname.archive.archive import Archive

PAGE = "/desk/import"


def _upload(visitor: Visitor, name: str, content: bytes, **headers: str) -> Any:
    form = {"token": visitor.token(PAGE)}
    return visitor.client.post(PAGE, data=form, files={"file": (name, content)}, headers={"Origin": HOST, **headers})


@pytest.fixture
def table(tmp_path: Path) -> bytes:
    return write_list(tmp_path / "lists", "list", ROWS)[0].read_bytes()


def _built(clara: Visitor, desk: Archive) -> None:
    for _ in range(600):
        if progress_of(desk).state != "running":
            break
        time.sleep(0.2)
    assert "The archive is built" in clara.text("/desk/build")


def test_a_keeper_uploads_maps_adds_builds_and_a_second_time_adds_nothing(
    clara: Visitor, reader: Visitor, desk: Archive, table: bytes
) -> None:
    waits = _upload(clara, "list.csv", table)
    assert waits.status_code == 303
    draft = waits.headers["location"]
    page = clara.get(draft).text
    assert "Бухарин" in page
    assert 'name="column-died"' in page
    fields = {"source": "purged", "title": "Two <b>men</b>", "person_twice": "no", "standing": "dead"}
    columns = {"column-name": "name", "column-born": "birth_date", "column-died": ""}
    assert clara.send(draft, draft, **fields, **columns).status_code == 303
    page = clara.get(draft).text
    assert "purged:0" in page
    assert "Two &lt;b&gt;men&lt;/b&gt;" in page
    assert "date of death</td>" not in page
    assert clara.send(draft, draft, **fields, **{**columns, "column-died": "birth_date"}).status_code == 400
    assert clara.send(draft, draft, **fields, **{**columns, "column-died": "death_date"}).status_code == 303
    assert "date of death</td>" in clara.get(draft).text
    added = clara.send(draft, f"{draft}/add")
    assert (added.status_code, added.headers["location"]) == (303, "/desk/build")
    assert clara.send(PAGE, "/desk/build").headers["location"] == "/desk/build"
    _built(clara, desk)
    assert "Бухарин" in reader.get("/search?q=Bukharin").text
    again = _upload(clara, "list.csv", table).headers["location"]
    assert "in the archive already" in clara.text(again)
    assert clara.send(again, f"{again}/add").headers["location"] == f"{PAGE}?done=unchanged"
    assert len([file for file in desk.imported() if file.source == "purged"]) == 1
    assert drafts_of(desk) == []


def test_only_a_keeper_brings_files(
    anna: Visitor, dora: Visitor, reader: Visitor, clara: Visitor, desk: Archive, table: bytes
) -> None:
    draft = _upload(clara, "list.csv", table).headers["location"]
    for visitor in (anna, dora):
        for page in (PAGE, draft, "/desk/build", "/desk/words"):
            assert visitor.get(page).status_code == 403
        for address in (PAGE, draft, f"{draft}/add", f"{draft}/discard", "/desk/build", "/desk/words"):
            given = {"token": visitor.token("/desk"), "source": "x"}
            assert visitor.client.post(address, data=given, headers={"Origin": HOST}).status_code == 403
    sent = reader.client.post(PAGE, files={"file": ("a.csv", table)}, headers={"Origin": HOST})
    assert sent.status_code == 403
    assert _upload(clara, "list.csv", table, Origin="http://evil.example").status_code == 403
    sent = clara.client.post(PAGE, data={"token": "0"}, files={"file": ("a.csv", table)}, headers={"Origin": HOST})
    assert sent.status_code == 403
    assert len(drafts_of(desk)) == 1
    assert clara.send(draft, f"{draft}/discard").status_code == 303
    assert drafts_of(desk) == []


@pytest.mark.parametrize("id", ["../../originals", "..%2f..%2foriginals", "0000000000000000", "x"])
def test_the_address_of_a_file_leads_nowhere_else(clara: Visitor, desk: Archive, id: str) -> None:
    before = sorted(path.name for path in (desk.folder / "originals").iterdir())
    token = clara.token(PAGE)
    assert clara.get(f"{PAGE}/{id}").status_code == 404
    for end in ("", "/add", "/discard"):
        answer = clara.client.post(
            f"{PAGE}/{id}{end}", data={"token": token, "mapping": "a: b"}, headers={"Origin": HOST}
        )
        assert answer.status_code == 404
    assert sorted(path.name for path in (desk.folder / "originals").iterdir()) == before


@pytest.mark.parametrize("name", ["../../../byname.toml", "..\\..\\byname.toml", "/etc/cron.d/byname.csv"])
def test_the_name_of_a_file_leads_to_no_folder(clara: Visitor, desk: Archive, table: bytes, name: str) -> None:
    settings = (desk.folder / "byname.toml").read_bytes()
    answer = _upload(clara, name, table)
    assert answer.status_code in (303, 400)
    assert (desk.folder / "byname.toml").read_bytes() == settings
    assert all("/" not in one.file_name and "\\" not in one.file_name for one in drafts_of(desk))


def _workbook(shared_strings: str) -> bytes:
    """A workbook whose texts are these."""
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Target="xl/workbook.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
        "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://'
        'schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/'
        '2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": shared_strings,
        "xl/worksheets/sheet1.xml": '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>0</v></c></row>'
        "</sheetData></worksheet>",
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return made.getvalue()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as made:
        made.settimeout(0.2)
        yield made


def test_no_file_makes_the_site_ask_another_host_or_tell_a_file_of_the_machine(
    clara: Visitor, listener: socket.socket, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("a secret of the machine", encoding="utf-8")
    port = listener.getsockname()[1]
    for target in (f"http://127.0.0.1:{port}/x", (tmp_path / "secret").as_uri()):
        hostile = f'<!DOCTYPE sst [<!ENTITY x SYSTEM "{target}">]><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&x;</t></si></sst>'
        answer = _upload(clara, "hostile.xlsx", _workbook(hostile))
        told = clara.get(answer.headers["location"]).text if answer.status_code == 303 else answer.text
        assert "a secret of the machine" not in told
    links = f'name,photo\n"=WEBSERVICE(""http://127.0.0.1:{port}/y"")",http://127.0.0.1:{port}/z\n'.encode()
    answer = _upload(clara, "links.csv", links)
    assert clara.get(answer.headers["location"]).status_code == 200
    with pytest.raises(TimeoutError):
        listener.accept()


def test_a_zip_bomb_and_a_file_that_is_too_long_are_refused(
    clara: Visitor, desk: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = _workbook(f"<sst><si><t>{'0' * 200_000_000}</t></si></sst>")
    assert len(bomb) < 1_000_000
    answer = _upload(clara, "bomb.xlsx", bomb)
    assert answer.status_code == 400
    assert drafts_of(desk) == []
    monkeypatch.setattr("byname.site.web.desk.import_pages.MOST_UPLOAD", 1000)
    assert _upload(clara, "long.csv", b"name\n" + b"a" * 5000).status_code == 413


def test_what_a_hostile_list_holds_is_text_on_the_page(clara: Visitor) -> None:
    header = '"<script>alert(1)</script>",born,"x"" onfocus=""alert(2)"\n'
    rows = header + '"<img src=x onerror=alert(3)>",1893,"</textarea><b>"\n'
    draft = _upload(clara, "<svg onload=alert(4)>.csv", rows.encode()).headers["location"]
    for page in (draft, PAGE):
        text = clara.get(page).text
        assert not re.search(r"<(script|img|svg|b)\b", text)
        assert ' onfocus="' not in text


def test_words_that_were_not_understood_can_be_said_what_they_mean(clara: Visitor, desk: Archive) -> None:
    assert "Every word of a field with codes is understood" in clara.text("/desk/words")
    given = {"source": "invented", "field": "outcome", "text": "wurgled"}
    assert clara.send(PAGE, "/desk/words", **given, code="no such").status_code == 400
    assert clara.send(PAGE, "/desk/words", **given, code="shot").status_code == 303
    (entry,) = desk.ledger.entries("meaning")
    assert (entry.by, entry.payload["code"]) == ("clara", "shot")
