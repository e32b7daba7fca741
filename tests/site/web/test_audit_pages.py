from __future__ import annotations

import html
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.lists import files_of

from byname.archive.archive import Archive
from byname.site.app import make_app

TEXT = "In 1937 and 1938, 681,692 people were shot. <script>alert(1)</script> It was a cold winter."


def test_a_pasted_text_comes_back_with_its_claims_marked(client: TestClient) -> None:
    answer = client.post("/audit", data={"text": TEXT})
    assert answer.status_code == 200
    assert '<mark class="' in answer.text
    assert "681,692" in answer.text
    assert "<script>" not in answer.text
    assert 'class="legend"' in answer.text


def test_a_text_is_not_kept(demo: Path, client: TestClient) -> None:
    before = files_of(demo)
    client.post("/audit", data={"text": "Nobody keeps this sentence of 1937."})
    assert files_of(demo) == before


def test_an_empty_text_gives_the_form_again(client: TestClient) -> None:
    for answer in (client.get("/audit"), client.post("/audit", data={"text": "  "})):
        assert answer.status_code == 200
        assert "<textarea" in answer.text


def test_a_text_that_is_too_long_is_refused(client: TestClient) -> None:
    assert client.post("/audit", data={"text": "a" * 60_001}).status_code == 413


SEEN = "In those years 353,074 of the bearded were put down in the Soviet Union."
RIGHT = {"says": "execute", "whom": "-", "place": "ussr", "period": "1937"}
ORIGIN = {"Origin": "http://testserver"}


def _verdicts(page: str) -> list[str]:
    """The verdicts in the order of the claims; the page has those that are not judged after the others."""
    return [verdict for _, verdict in sorted(re.findall(r"<b>(\d+) · ([^<]+)</b>", page))]


def _kept(page: str) -> str:
    return html.unescape(re.findall(r'name="corrections" value="([^"]*)"', page)[0])


@pytest.fixture
def sharing(demo: Path, tmp_path: Path) -> TestClient:
    """A reader of an archive whose keeper lets texts be shared."""
    archive = Archive.open(Path(shutil.copytree(demo, tmp_path / "archive")))
    archive.settings = replace(archive.settings, share_audits=True)
    return TestClient(make_app(archive), follow_redirects=False)


def test_a_reader_corrects_a_reading_and_the_verdict_follows_until_it_is_undone(client: TestClient) -> None:
    first = client.post("/audit", data={"text": SEEN})
    assert _verdicts(first.text) == ["not in our sources"]
    editing = client.post("/audit", data={"text": SEEN, "edit": "c1"}).text
    assert '<select id="says"' in editing
    assert '<option value="ussr">' in editing
    right = client.post("/audit", data={"text": SEEN, "apply": "c1", **RIGHT})
    assert _verdicts(right.text) == ["supported"]
    wrong = client.post(
        "/audit", data={"text": SEEN, "corrections": _kept(right.text), "apply": "c1", **RIGHT, "number": "953 074"}
    )
    assert _verdicts(wrong.text) == ["contradicted"]
    assert len(json.loads(_kept(wrong.text))) == 1
    undone = client.post("/audit", data={"text": SEEN, "corrections": _kept(wrong.text), "undo": "0"})
    assert _verdicts(undone.text) == ["not in our sources"]


def test_one_of_two_claims_alike_is_corrected_and_words_can_be_no_claim(client: TestClient) -> None:
    text = f"{SEEN} {SEEN}"
    right = client.post("/audit", data={"text": text, "apply": "c2", **RIGHT}).text
    assert _verdicts(right) == ["not in our sources", "supported"]
    none = client.post("/audit", data={"text": text, "apply": "c1", "leave_out": "yes"}).text
    assert _verdicts(none) == ["not in our sources"]
    assert "claims nothing" in none


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"apply": "c1", "number": "many"}, 400),
        ({"apply": "c9", **RIGHT}, 400),
        ({"apply": "c1", "place": "elbonia"}, 400),
        ({"apply": "c1", "period": "someday"}, 400),
        ({"undo": "7"}, 400),
        ({"corrections": "{"}, 400),
        ({"corrections": "[1]"}, 400),
        ({"corrections": json.dumps([{"words": "x"}] * 201)}, 413),
        ({"corrections": "[" * 90_000}, 400),
        ({"corrections": " " * 100_001}, 413),
        ({"wish": "share"}, 403),
    ],
)
def test_what_is_no_correction_is_refused_in_words(client: TestClient, given: dict[str, Any], status: int) -> None:
    answer = client.post("/audit", data={"text": SEEN, **given}, headers=ORIGIN)
    assert answer.status_code == status
    assert "Traceback" not in answer.text


def test_nothing_of_a_text_or_a_correction_runs(client: TestClient) -> None:
    hostile = "</textarea><script>alert(1)</script> In 1937 they shot 12 men."
    rows = json.dumps([{"words": '"><script>alert(2)</script>', "leave_out": True}])
    page = client.post("/audit", data={"text": hostile, "corrections": rows, "edit": "c1"}).text
    assert "<script" not in page
    assert "&lt;script&gt;alert(2)" in page
    for wish in ("html", "json"):
        sent = client.post("/audit", data={"text": hostile, "corrections": rows, "wish": wish})
        assert sent.headers["content-disposition"] == f'attachment; filename="audit.{wish}"'
        assert sent.headers["x-content-type-options"] == "nosniff"
        assert wish == "json" or "<script" not in sent.text


def test_an_audit_is_downloaded_with_its_corrections(client: TestClient) -> None:
    kept = _kept(client.post("/audit", data={"text": SEEN, "apply": "c1", **RIGHT}).text)
    told = client.post("/audit", data={"text": SEEN, "corrections": kept, "wish": "json"}).json()
    assert told["claims"][0]["verdict"] == "supported"
    assert told["corrections"] == json.loads(kept)
    page = client.post("/audit", data={"text": SEEN, "corrections": kept, "wish": "html"}).text
    assert page.startswith("<!doctype html>")
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert "<form" not in page
    assert "<button" not in page


def test_a_text_is_shared_under_an_address_that_nobody_can_guess_and_taken_away(sharing: TestClient) -> None:
    right = sharing.post("/audit", data={"text": SEEN, "apply": "c1", **RIGHT}).text
    given = {"text": SEEN, "corrections": _kept(right), "wish": "share"}
    assert sharing.post("/audit", data=given).status_code == 403  # from another site
    assert sharing.post("/audit", data=given, headers={"Origin": "http://evil.example"}).status_code == 403
    page = sharing.post("/audit", data=given, headers=ORIGIN).text
    address, removal = (
        html.unescape(one) for one in re.findall(r'href="http://testserver(/audit/shared/[^"]+)"', page)
    )
    assert len(address.rpartition("/")[2]) >= 24
    opened = sharing.get(address)
    assert _verdicts(opened.text) == _verdicts(right) == ["supported"]
    assert (opened.headers["cache-control"], opened.headers["x-robots-tag"]) == ("no-store", "noindex")
    assert "Take this text away" not in opened.text
    word = removal.partition("word=")[2]
    assert sharing.post(address, data={"word": word}).status_code == 403
    assert sharing.post(address, data={"word": "x"}, headers=ORIGIN).status_code == 403
    assert "Take this text away" in sharing.get(removal).text
    assert sharing.post(address, data={"word": word}, headers=ORIGIN).status_code == 303
    assert sharing.get(address).status_code == 404


def test_sharing_is_off_unless_a_keeper_allows_it_and_has_a_limit(client: TestClient, sharing: TestClient) -> None:
    assert "Share under an address" not in client.post("/audit", data={"text": SEEN}).text
    assert client.get("/audit/shared/x").status_code == 404
    given = {"text": "In 1937 they shot 12 men.", "wish": "share"}
    sent = [sharing.post("/audit", data=given, headers=ORIGIN).status_code for _ in range(11)]
    assert sent == [200] * 10 + [429]
