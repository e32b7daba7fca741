"""What `byname export --as` and `byname formats` do: write people in a format others take, and say what was lost."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from byname.archive.files import clear_file_errors
from byname.cli.opening import open_archive
from byname.cli.output import Output
from byname.exports.export import export_people
from byname.exports.formats import Format, format_named, formats
from byname.exports.people import ExportedArchive


def export_as(folder: Path, name: str, out: Path, only: str, output: Output, *, protected: bool) -> None:
    """Write the people of an archive in a format, and say what went in, out and was lost."""
    form = format_named(name)
    archive = open_archive(folder)
    with output.progress() as progress, clear_file_errors(out):
        exported = ExportedArchive(archive, only=only, protected=protected, progress=progress)
        statement = export_people(exported, form, out)
    if exported.withheld:
        output.say(f"{exported.withheld:,} people are withheld, as they may be living or a keeper has withheld them.")
    output.result({"out": str(out), **statement}, _in_words(statement, out))


def list_formats(output: Output) -> None:
    """List the formats."""
    output.result(
        {"formats": [form.as_data() for form in formats().values()]}, "\n\n".join(map(_told, formats().values()))
    )


def _in_words(statement: Mapping[str, Any], out: Path) -> str:
    lines = [
        f"{statement['people']:,} people as {statement['format']} in {out}",
        f"{statement['values_in']:,} values went in, {statement['values_out']:,} went out",
    ]
    lines += [f"  {count:,} not: {why}" for why, count in statement["lost"].items()]
    for row in statement["fields"]:
        if row["lost"]:
            lines.append(f"    {row['field']} ({row['part']}): {row['in']:,} in, {row['out']:,} out")
    lines += [f"  {count:,} changed: {how}" for how, count in statement["changed"].items()]
    return "\n".join([*lines, f"The statement of loss, field by field: {out.name}.loss.json"])


def _told(form: Format) -> str:
    terms = ", ".join(f"{field}: {term}" for field, term in form.terms.items())
    return "\n".join(
        [
            f"{form.name}: {form.title} ({form.out}; {form.standard})",
            f"  read by {form.read_by}",
            f"  carries {terms}",
            f"  loses {form.loses}",
        ]
    )
