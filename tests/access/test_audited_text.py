from __future__ import annotations

from pathlib import Path

import pytest

from byname.access import audited_text as module
from byname.access.audited_text import MOST_WAITING, BusyReading, audited_text
from byname.archive.archive import Archive
from byname.errors import BadText


def test_a_text_is_checked_against_the_archive(demo: Path) -> None:
    audit, evidence, _ = audited_text(Archive.open(demo), "Tukhachevsky was shot on 12 June 1937.")
    assert audit.claims
    assert evidence.people
    assert audit.document.name == "text.txt"


def test_a_text_of_nothing_is_refused(demo: Path) -> None:
    with pytest.raises(BadText):
        audited_text(Archive.open(demo), " \n ")


def test_who_comes_while_too_many_wait_is_told_so(demo: Path) -> None:
    for _ in range(MOST_WAITING):
        assert module._places.acquire(blocking=False)
    try:
        with pytest.raises(BusyReading, match="too many texts wait"):
            audited_text(Archive.open(demo), "In 1937 they were arrested.")
    finally:
        for _ in range(MOST_WAITING):
            module._places.release()
