from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from byname.cli.app import app

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "benchmarks").glob("*.md"))]


@cache
def _commands() -> dict[str, set[str]]:
    """Every command with its options; a command of several parts (`byname facts add`) has those of all parts."""
    return {name: _options(command) for name, command in _parts(get_command(app)).items()}


def _parts(command: Any) -> dict[str, Any]:
    """The commands of a group, of which typer says only that it is a command; none for a command alone."""
    return dict(getattr(command, "commands", {}))


def _options(command: Any) -> set[str]:
    parts = _parts(command)
    return set().union(*map(_options, parts.values())) if parts else {o for p in command.params for o in p.opts}


def test_every_command_and_option_stands_in_the_page_of_commands() -> None:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name, options in _commands().items():
        line = next((line for line in text.splitlines() if line.startswith(f"| `byname {name}")), None)
        assert line, f"byname {name} is not in docs/commands.md"
        for option in options - {"--help", "--json"}:
            if option.startswith("--"):
                assert option in line or option in text, f"byname {name} {option} is not in docs/commands.md"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_commands_in_the_docs_exist(page: Path) -> None:
    for line in re.findall(r"^    byname (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE):
        words = line.split("#")[0].split(">")[0].split()
        assert words[0] in _commands(), line
        for word in words[1:]:
            if word.startswith("--"):
                assert word in _commands()[words[0]] | {"--json"}, line


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_pages_name_no_path_of_a_machine() -> None:
    for page in PAGES:
        assert not re.search(r"(?<![\w.])/(?:home|root|work|Users|tmp)/", page.read_text(encoding="utf-8")), page.name
