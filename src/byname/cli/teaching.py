"""Help that teaches: the help of each command begins with an example that can be copied (data/examples.yaml).

Takes the application; gives it back with commands whose help shows the examples first. The file is read when help is
asked for and by nothing else.
"""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from byname.values.shipped import shipped_yaml

WHOLE = "byname"  # the command line itself, in the file of examples


def examples_of(command: str) -> tuple[str, ...]:
    """The examples of a command by its words without `byname`; none where it has none.

    >>> examples_of("search")[0].split("#")[0].rstrip()
    'byname search my-archive "Tuchatschewski"'
    """
    return tuple(shipped_yaml("cli", "examples.yaml").get(command, ()))


def teach(app: typer.Typer) -> None:
    """Have the help of an application and of all its commands begin with examples."""
    if not (isinstance(app.info.cls, type) and issubclass(app.info.cls, TaughtGroup)):  # one may have more to it
        app.info.cls = TaughtGroup
    for command in app.registered_commands:
        command.cls = TaughtCommand
    for group in app.registered_groups:
        if group.typer_instance is not None:
            teach(group.typer_instance)


class TaughtCommand(TyperCommand):
    """A command whose help begins with its examples."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the examples, then the help as it is."""
        _write_examples(ctx, formatter)
        super().format_help(ctx, formatter)


class TaughtGroup(TyperGroup):
    """A group of commands whose help begins with its examples."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the examples, then the help as it is."""
        _write_examples(ctx, formatter)
        super().format_help(ctx, formatter)


def _write_examples(ctx: Any, formatter: Any) -> None:
    """The examples of a command as they can be copied: lines are never broken."""
    words = []
    while ctx.parent is not None:
        words.append(ctx.info_name)
        ctx = ctx.parent
    found = examples_of(" ".join(reversed(words)) or WHOLE)
    if found:
        formatter.write("For example:\n" + "".join(f"  {example}\n" for example in found) + "\n")
