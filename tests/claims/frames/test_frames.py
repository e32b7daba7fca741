from __future__ import annotations

import pytest
from tests.claims.conftest import framed, told

from byname.claims.frames.frames import ClaimFrame


@pytest.mark.parametrize(
    ("frame", "subject"),
    [
        (framed(told(1), groups=["writers", "~baker"], operations=["gulag"], own=["stalin"]), "gulag, writers, baker"),
        (framed(groups=(), own=["stalin", "beria"], context=["kirov"]), "beria, stalin"),
        (framed(groups=(), context=["kirov"]), "kirov"),
        (framed(groups=()), ""),
    ],
)
def test_the_subject_is_whom_it_counts_else_whom_it_names_else_whom_it_leans_on(
    frame: ClaimFrame, subject: str
) -> None:
    assert frame.subject == subject


def test_a_frame_stands_where_its_clause_stands() -> None:
    frame = framed(text="They fell.")
    assert (frame.start, frame.end, frame.text) == (0, 10, "They fell.")


def test_the_entities_of_a_claim_are_its_own_and_those_it_leans_on() -> None:
    assert framed(own=["stalin"], context=["kirov"]).entities.all == {"stalin", "kirov"}
    assert framed(groups=["writers"], operations=["gulag"]).population.named == {"writers", "gulag"}
