from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands import run

from byname.cli.nearest import nearest, suggesting
from byname.errors import BadArchive, NotInSources


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("trails:54", "trials:54"), ("TRIALS:54", "trials:54"), ("trials:54", None), ("nobody", None),
        ("P-0e05827c8f14", "P-0e05827c8f41"), ("", None),
    ],
)  # fmt: skip
def test_a_sign_or_two_may_be_wrong_and_no_more(word: str, near: str | None) -> None:
    assert nearest(word, ["trials:54", "P-0e05827c8f41", "cc1934:3"]) == near


def test_an_error_about_another_matter_stays_as_it_is() -> None:
    error = BadArchive("it is busy", where="town", fix="wait")
    with pytest.raises(BadArchive) as raised, suggesting("trials", lambda: ["trials"]):
        raise error
    assert raised.value is error


def test_where_nothing_is_wrong_nothing_is_asked_for() -> None:
    def never() -> list[str]:
        raise AssertionError

    with suggesting("trials", never):
        pass
    with pytest.raises(NotInSources, match="did you mean trials"), suggesting("trails", lambda: ["trials"]):
        raise NotInSources("there is none")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["show", "trails:54"], "trials:54"), (["explain", "trails:54"], "trials:54"),
        (["trace", "people-excuted"], "people-executed"), (["withdraw", "trails"], "trials"),
        (["words", "trails", "outcome", "VMN", "executed"], "trials"),
        (["words", "trials", "outcom", "VMN", "executed"], "outcome"),
        (["settings", "langage=es"], "language"), (["fetch", "moscow-shto"], "moscow-shot"),
        (["export", "--as", "gedcm7", "--out", "x"], "gedcom7"),
    ],
)  # fmt: skip
def test_commands_name_what_was_meant(demo: Path, words: list[str], meant: str) -> None:
    done = run(words[0], demo, *words[1:])
    assert done.returncode == 1
    assert f"did you mean {meant}?" in done.stderr.replace("`", "")
