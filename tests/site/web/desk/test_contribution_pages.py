from __future__ import annotations

import re

from fastapi import FastAPI
from fastapi.testclient import TestClient
from tests.served import HOSTILE
from tests.site.web.desk.conftest import HOST, Visitor

from byname.access.desk.contributions import contributions_of
from byname.access.takedown import withhold
from byname.archive.archive import Archive
from byname.archive.desk_store import DeskStore
from byname.archive.tables import DerivedTables
from byname.site.web.desk import contribution_pages

QUEUE = "/desk/words-of-readers"
ABOUT = "invented:0"
WORDS = f"He lived in Tartu until 1941. {HOSTILE} Write to nobody.at.all@example.org"


def _write(visitor: Visitor, about: str = ABOUT, words: str = WORDS, **more: str) -> int:
    fields = {"about": about, "kind": "more", "words": words, "source": "a letter", "contact": "me@example.net", **more}
    return int(visitor.send(f"/correct?about={ABOUT}", "/correct", **fields).status_code)


def test_nothing_that_readers_see_changes_before_a_reviewer_accepts(
    reader: Visitor, anna: Visitor, store: DeskStore, app: FastAPI
) -> None:
    pages = [f"/record/{ABOUT}", "/", f"/api/records/{ABOUT}"]
    before = [Visitor(app).get(page).text for page in pages]
    assert "/correct?about=invented%3A0" in reader.get(pages[0]).text.replace("invented:0", "invented%3A0")
    assert _write(reader) == 200
    assert [Visitor(app).get(page).text for page in pages] == before
    queue = anna.get(QUEUE).text
    assert "He lived in Tartu" in queue
    number = re.findall(r'name="number" value="(\d+)"', queue)[0]
    accepted = {"number": number, "decision": "accept", "words": f"He lived in Tartu. {HOSTILE} x@example.org"}
    assert anna.send(QUEUE, QUEUE, **accepted).status_code == 303
    assert anna.send(QUEUE, QUEUE, **accepted).status_code == 400  # it was decided already
    told = reader.get(pages[0]).text
    assert "He lived in Tartu. &lt;script&gt;" in told
    assert "accepted by Anna Prima" in told
    note = re.findall(
        r'take-back" method="post"><input[^>]*><input type="hidden" name="number" value="(\d+)"', anna.get(QUEUE).text
    )
    assert anna.send(QUEUE, f"{QUEUE}/take-back", number=note[0], why="wrong").status_code == 303
    assert "He lived in Tartu" not in reader.get(pages[0]).text


def test_no_address_of_anybody_and_no_markup_is_ever_shown(
    reader: Visitor, anna: Visitor, clara: Visitor, dora: Visitor, store: DeskStore
) -> None:
    assert _write(reader) == 200
    assert _write(dora, source="ask somebody@example.com") == 200
    number = str(contributions_of(store)[0].number)
    assert anna.send(QUEUE, QUEUE, number=number, decision="accept", words=WORDS).status_code == 303
    addresses = (QUEUE, "/desk", "/desk/log", f"/record/{ABOUT}", f"/api/records/{ABOUT}", f"/correct?about={ABOUT}")
    pages = [visitor.get(page).text for visitor in (reader, anna, clara, dora) for page in addresses]
    assert sum("He lived in Tartu" in page for page in pages) > 4
    for page in pages:
        assert "example." not in page
        assert "<script>" not in page


def test_what_is_refused_is_taken_away(reader: Visitor, anna: Visitor, store: DeskStore, desk: Archive) -> None:
    assert _write(reader) == 200
    (waiting,) = contributions_of(store)
    assert waiting.has_contact
    refused = {"number": str(waiting.number), "decision": "refuse"}
    assert anna.send(QUEUE, QUEUE, **refused, why="").status_code == 400
    assert anna.send(QUEUE, QUEUE, **refused, why="spam").status_code == 303
    (gone,) = contributions_of(store)
    assert (gone.state, gone.words, gone.has_contact) == ("refused", "", False)
    assert "Tartu until" not in str([entry.payload for entry in desk.ledger.entries()])


def test_nobody_writes_about_whom_readers_are_not_shown(reader: Visitor, desk: Archive, store: DeskStore) -> None:
    names = DerivedTables(desk.tables).read("people", ["person_id", "name"])
    (living,) = [id for id, name in names.iter_rows() if "Kanariday" in name]
    token = reader.token(f"/correct?about={ABOUT}")
    for about in (living, "P-000000000000", "invented:2", "", "x" * 400, "../../etc/passwd"):
        assert reader.get("/correct", params={"about": about}).status_code == 404
        form = {"token": token, "about": about, "kind": "more", "words": WORDS}
        assert reader.client.post("/correct", data=form, headers={"Origin": HOST}).status_code == 404
    assert contributions_of(store) == []


def test_words_come_from_one_address_a_few_times_an_hour(reader: Visitor, store: DeskStore) -> None:
    assert _write(reader, words="short") == 400  # is not counted
    sent = [_write(reader) for _ in range(contribution_pages.PER_ADDRESS + 1)]
    assert sent == [200] * contribution_pages.PER_ADDRESS + [429]
    assert len(contributions_of(store)) == contribution_pages.PER_ADDRESS


def test_words_are_taken_from_a_form_of_this_site_alone(reader: Visitor, store: DeskStore) -> None:
    form = {"about": ABOUT, "kind": "more", "words": WORDS, "token": "0" * 64}
    assert reader.client.post("/correct", data=form, headers={"Origin": HOST}).status_code == 403
    own = form | {"token": reader.token(f"/correct?about={ABOUT}")}
    assert reader.client.post("/correct", data=own, headers={"Origin": "http://evil.example"}).status_code == 403
    assert contributions_of(store) == []


def test_only_reviewers_read_the_queue(reader: Visitor, dora: Visitor) -> None:
    assert reader.get(QUEUE).status_code == 303
    assert dora.get(QUEUE).status_code == 403
    assert _write(dora) == 200
    assert "waits for a reviewer" in dora.text("/desk")


def test_an_archive_without_accounts_takes_no_words(small_client: TestClient) -> None:
    assert small_client.get(f"/correct?about={ABOUT}").status_code == 404
    assert small_client.post("/correct", data={"about": ABOUT}).status_code == 404
    assert "/correct" not in small_client.get(f"/record/{ABOUT}").text


def test_words_about_whom_a_keeper_withholds_are_shown_to_nobody(
    reader: Visitor, anna: Visitor, clara: Visitor, store: DeskStore, desk: Archive
) -> None:
    for words in ("He was a teacher in Tartu.", "He was a good man, they said."):
        assert _write(reader, words=words) == 200
    number = str(contributions_of(store)[0].number)
    assert anna.send(QUEUE, QUEUE, number=number, decision="accept", words="He was a teacher.").status_code == 303
    assert "a teacher" in anna.text(QUEUE)
    assert "a good man" in anna.text(QUEUE)
    withhold(desk, ABOUT, why="asked", by="clara")
    for visitor in (anna, clara):
        assert "He was a" not in visitor.text(QUEUE)
