from __future__ import annotations

from tests.commands import run

from byname.cli.groups import GROUPS


def test_each_group_says_what_it_is_for_and_has_commands() -> None:
    for name, group in GROUPS.items():
        assert group.info.help, name
        assert len(group.registered_commands) >= 2, name


def test_a_group_alone_shows_its_commands() -> None:
    shown = run("ledger")
    assert "head" in shown.stdout + shown.stderr
    assert "witness" in shown.stdout + shown.stderr
