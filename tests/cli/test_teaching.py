from __future__ import annotations

import shlex
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest
from tests.commands import run, run_apart
from typer.main import get_command

from byname.cli.app import app
from byname.cli.teaching import WHOLE, examples_of
from byname.values.shipped import shipped_yaml


def commands(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command and group with its words, the whole first."""
    yield " ".join(words) or WHOLE, command
    for name, part in getattr(command, "commands", {}).items():
        yield from commands(part, (*words, name))


COMMANDS = dict(commands(get_command(app)))


def test_every_command_has_an_example_and_every_example_a_command() -> None:
    assert len(COMMANDS) > 50
    assert set(shipped_yaml("cli", "examples.yaml")) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_examples_of_a_command_can_be_typed(name: str) -> None:
    for example in examples_of(name):
        words = shlex.split(example, comments=True)
        words = words[: words.index(">")] if ">" in words else words
        assert words[0] == "byname"
        end = 3 if words[1] in _groups() else 2
        command = COMMANDS[" ".join(words[1:end])]
        if name != WHOLE and name not in _groups():
            assert command is COMMANDS[name]
        command.make_context(name, words[end:], resilient_parsing=False)


def _groups() -> set[str]:
    return {name for name, command in COMMANDS.items() if hasattr(command, "commands") and name != WHOLE}


@pytest.mark.parametrize("words", [(), ("motive",), ("ledger",), ("ledger", "check-receipt")])
def test_help_begins_with_an_example(words: tuple[str, ...]) -> None:
    said = run(*words, "--help").stdout
    first = examples_of(" ".join(words) or WHOLE)[0]
    assert said.startswith(f"For example:\n  {first}\n")
    assert said.index(first) < said.index("Usage:")


def test_every_command_and_every_option_says_what_it_does() -> None:
    for name, command in COMMANDS.items():
        assert command.help, name
        for parameter in command.params:
            if parameter.name != "help":
                assert getattr(parameter, "help", None), f"byname {name}: {parameter.name}"


def test_help_is_there_in_half_a_second() -> None:
    assert run_apart("--help").returncode == 0  # compiled and in the cache of the disk
    began = monotonic()
    assert run_apart("--help").returncode == 0
    assert monotonic() - began < 1.0  # 0.2 s alone; other tests run beside it


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("buld", "x"), "'build'"), (("ledger", "hed"), "'head'"), (("build", "x", "--quik"), "--quick"),
        (("motive", "x", "--populaton", "USSR"), "--population"),
    ],
)  # fmt: skip
def test_a_mistyped_command_or_option_is_told_the_near_one(words: tuple[str, ...], meant: str) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert meant in done.stderr
