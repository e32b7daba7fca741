"""What `byname export --as` and `byname formats` do: write people in a format others take, and say what was lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from byname.archive.files import clear_file_errors
from byname.archive.signed_notes import Signer
from byname.cli.ledger import read_short_text
from byname.cli.opening import open_archive
from byname.cli.output import Output
from byname.errors import BadArchive
from byname.exports.export import export_people
from byname.exports.formats import Format, format_named, formats
from byname.exports.people import ExportedArchive
from byname.exports.release.contents import VERIFIER
from byname.exports.release.release import release
from byname.pipeline.verification import differences


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


def make_release(folder: Path, out: Path, key: Path | None, output: Output) -> None:
    """Make a release of an archive in which nothing differs from what was noted."""
    archive = open_archive(folder)
    signer = None if key is None else Signer.read(read_short_text(key))
    with output.progress() as progress:
        wrong = differences(archive, progress, quick=True)
        if wrong:
            raise BadArchive(
                "; ".join(wrong), where=str(folder), fix="see `byname doctor`; release what is sound alone"
            )
        made = release(archive, out, signer, progress)
    lines = [f"{out} holds release {made.version}: {made.files:,} files, {made.size / 1e6:,.1f} MB."]
    lines.append(f"Signed. Public key: {made.key}" if made.key else "Not signed: name a key by --key.")
    lines.append(f"Check it anywhere: python3 {out / VERIFIER}")
    output.result({"out": str(out), **asdict(made)}, "\n".join(lines))
