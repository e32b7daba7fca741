from __future__ import annotations

from pathlib import Path

from byname.access.review import judge
from byname.access.takedown import withhold
from byname.archive.archive import Archive
from byname.site.web.pages import Site
from byname.site.web.person_history import history_of

PAIR = ("cc1934:12", "trials:54")


def test_who_judged_is_told_by_the_shown_name_and_without_an_account_by_none(own_demo: Path) -> None:
    archive = Archive.open(own_demo)
    site = Site(archive)
    assert history_of(site, ["trials:54"]).decisions == ()
    judge(archive, *PAIR, "same", by="anna", why="see a.b@example.org", adjudicates=False)
    judge(archive, *PAIR, "same", by="root", why="posts", adjudicates=True)
    site.names = lambda: {"anna": "Anna Prima"}
    told = history_of(site, ["trials:54", "cc1934:12"]).decisions
    assert [(one.who, one.why, one.adjudicates) for one in told] == [
        ("Anna Prima", "see [e-mail]", False),
        ("", "posts", True),
    ]


def test_a_judgement_about_somebody_who_is_withheld_is_not_told_of_the_other(own_demo: Path) -> None:
    archive = Archive.open(own_demo)
    site = Site(archive)
    judge(archive, "cc1934:12", "trials:1", "different", by="anna", why="posts", adjudicates=False)
    assert len(history_of(site, ["trials:1"]).decisions) == 1
    withhold(archive, "cc1934:12", why="asked")
    assert history_of(site, ["trials:1"]).decisions == ()
