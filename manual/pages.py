"""The reference pages that are made from what they describe: commands, errors, settings, fields, formats, stages.

Takes the command line, the errors, the settings and the shipped tables; gives pages as Markdown by their names. Words
that stand nowhere else are in words.yaml beside this file; what lacks words is named by `missing_words`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields as fields_of
from pathlib import Path
from typing import Any

from typer.main import get_command

from byname import errors
from byname.archive.settings import ArchiveSettings
from byname.cli.app import app
from byname.cli.teaching import WHOLE, examples_of
from byname.errors import BynameError
from byname.exports.formats import formats
from byname.values.fields import fields
from byname.values.shipped import parse_yaml

WORDS: Mapping[str, Any] = parse_yaml((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8"))
STAGES = ("sources", "records", "people", "casualties", "motive", "consequences", "claims")
_OF_EVERY_COMMAND = {"--help": "Show the help and stop.", "--json": "Print one JSON object to standard output."}


def pages() -> dict[str, str]:
    """Every generated page, by its name without an ending."""
    made = {f"commands/{name.replace(' ', '-')}": _command_page(name, command) for name, command in all_commands()}
    made |= {f"errors/{kind.code}": _error_page(kind) for kind in all_errors()}
    made["settings"] = _page("Settings of an archive", WORDS["intro"]["settings"], _settings())
    made["fields"] = _page("Fields of a mapping", WORDS["intro"]["fields"], _fields())
    made["formats"] = _page("Formats of export", WORDS["intro"]["formats"], _formats())
    made["stages"] = _page("Stages", WORDS["intro"]["stages"], _stages())
    made["commands"] = _contents("Every command", [name for name in made if name.startswith("commands/")])
    made["errors"] = _contents("Every error", [name for name in made if name.startswith("errors/")])
    return made


def missing_words() -> list[str]:
    """What a page has no words for: commands, options, settings, errors, stages."""
    wanting = [f"byname {name}" for name, command in all_commands() if not command.help or not examples_of(name)]
    for name, command in all_commands():
        wanting += [f"byname {name}: {one.name}" for one in _parameters(command) if not getattr(one, "help", None)]
    wanting += [f"setting {name}" for name in _setting_names() if name not in WORDS["settings"]]
    wanting += [f"error {kind.__name__}" for kind in all_errors() if kind.__name__ not in WORDS["errors"]]
    return wanting + [f"stage {name}" for name in STAGES if name not in WORDS["stages"]]


def all_commands() -> Iterator[tuple[str, Any]]:
    """Every command that can be run, with its words without `byname`."""
    yield from _below(get_command(app), ())


def all_errors() -> list[type[BynameError]]:
    """Every kind of error, in the order of their codes."""
    kinds = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, BynameError)]
    return sorted(kinds, key=lambda kind: kind.code)


def _below(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    parts = getattr(command, "commands", {})
    if not parts:
        yield " ".join(words), command
    for name, part in parts.items():
        yield from _below(part, (*words, name))


def _parameters(command: Any) -> list[Any]:
    return [one for one in command.params if one.name != "help"]


def _setting_names() -> list[str]:
    return [one.name for one in fields_of(ArchiveSettings)]


def _page(title: str, intro: str, body: str) -> str:
    return f"# {title}\n\n{intro.strip()}\n\n{body}\n"


def _contents(title: str, names: list[str]) -> str:
    listed = "\n".join(names)
    return f"# {title}\n\n```{{toctree}}\n:maxdepth: 1\n\n{listed}\n```\n"


def _command_page(name: str, command: Any) -> str:
    examples = "\n".join(f"    {example}" for example in examples_of(name))
    arguments = [one for one in _parameters(command) if not one.opts[0].startswith("-")]
    options = [one for one in _parameters(command) if one.opts[0].startswith("-")]
    parts = [f"# {WHOLE} {name}", str(command.help), examples]
    for title, found in (("What it takes", arguments), ("Options", options)):
        if found:
            rows = "\n".join(_row(_shown(one), str(one.help)) for one in found)
            parts.append(f"## {title}\n\n| | |\n|---|---|\n{rows}")
    parts.append("More about all commands: [Commands](../../commands.md).")
    return "\n\n".join(parts) + "\n"


def _shown(parameter: Any) -> str:
    """An option by all its names, an argument by the word that stands for it."""
    if not parameter.opts[0].startswith("-"):
        return f"`{str(parameter.metavar or parameter.name).strip('[]')}`"
    takes = "" if getattr(parameter, "is_flag", False) else f" {parameter.metavar or 'VALUE'}"
    return ", ".join(f"`{option}{takes}`" for option in parameter.opts)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _error_page(kind: type[BynameError]) -> str:
    said = WORDS["errors"][kind.__name__]
    return (
        f"# {kind.code}: {said['title']}\n\n{said['means'].strip()}\n\n## What to do\n\n{said['do'].strip()}\n\n"
        f"## For programs\n\nThe command ends with 1. `--json` gives `kind` `{kind.__name__}` and `code` "
        f"`{kind.code}`, with `what`, `where` and `fix`. In Python: `byname.errors.{kind.__name__}`.\n"
    )


def _settings() -> str:
    rows = "\n".join(_row(f"`{name}`", WORDS["settings"][name]) for name in _setting_names())
    return f"| setting | what it does |\n|---|---|\n{rows}"


def _fields() -> str:
    rows = "\n".join(_row(f"`{name}`", one.en, one.type) for name, one in fields().items())
    return f"| field | what stands in it | read as |\n|---|---|---|\n{rows}"


def _formats() -> str:
    rows = "\n".join(_row(f"`{name}`", one.title, one.out, one.read_by, one.loses) for name, one in formats().items())
    return f"| name | format | out comes | read by | what it cannot carry |\n|---|---|---|---|---|\n{rows}"


def _stages() -> str:
    parts = [f"## {name}\n\n{WORDS['stages'][name].strip()} More: [{name}](../{name}.md)." for name in STAGES]
    return "\n\n".join(parts)
