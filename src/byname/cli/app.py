"""The command line. Every command takes `--json` and then prints one JSON object to standard output and nothing else.

Progress goes to standard error. Exit codes: 0 done; 1 the input or the archive is at fault, with one clear message; 2
wrong usage.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from byname import __version__
from byname.cli import completion
from byname.cli.limited_memory import give_memory_back, memory_is_full, run_explained
from byname.cli.output import Output, cannot_write, forget_standard_output, open_standard_streams
from byname.cli.teaching import TaughtGroup, teach
from byname.errors import BadArchive, BynameError

app = typer.Typer(
    name="byname",
    help="Documents mass repression: name every victim, count those still unnamed, trace each number to its source.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the archive.")]
Unprotected = Annotated[
    bool, typer.Option("--unprotected", help="Show people who may be living too; for whoever keeps the archive.")
]
EveryAnswer = Annotated[
    bool, typer.Option("--all", help="Print every analysis with its table and warnings, and what is not answered.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object to standard output.")]


@contextmanager
def _command(name: str, as_json: bool) -> Iterator[Output]:
    output = Output(name, as_json=as_json)
    try:
        with _in_words():
            yield output
    except BynameError as error:
        output.fail(error)
        raise typer.Exit(1) from error
    except KeyboardInterrupt as error:
        output.say("Stopped. What was finished is kept; run the same command again to go on.")
        raise typer.Exit(130) from error


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what the machine refuses, and what a damaged table does to the library that reads it, into one error."""
    try:
        yield
    except BynameError:
        raise
    except MemoryError as error:
        raise memory_is_full() from error
    except OSError as error:
        if error.errno == errno.ENOMEM:
            raise memory_is_full() from error
        where = str(error.filename or "")
        raise BadArchive(
            error.strerror or str(error), where=where, fix="see that it can be read and written"
        ) from error
    except BaseException as error:  # a library written in Rust raises what is no Exception
        if not type(error).__module__.startswith(("polars", "pyo3", "pyarrow")):
            raise
        first = str(error).strip().partition("\n")[0]
        raise BadArchive(f"a derived table cannot be read ({first})", fix="run `byname build`") from error


@app.callback(invoke_without_command=True)
def _main(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where the archive is made.")] = Path("demo-archive"),
    as_json: AsJson = False,
) -> None:
    """Build the bundled Great Terror collection into an archive, print a summary, write the report."""
    from byname.cli import building as commands

    with _command("demo", as_json) as output:
        commands.demo(folder, output)


@app.command()
def init(
    folder: Folder, title: Annotated[str, typer.Option(help="The archive's title.")] = "", as_json: AsJson = False
) -> None:
    """Start an archive."""
    from byname.cli import archive as commands

    with _command("init", as_json) as output:
        commands.init(folder, title or folder.resolve().name, output)


@app.command()
def new(
    folder: Folder,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Lists; tables, workbooks or texts.")],
    answers: Annotated[Path | None, typer.Option(help="A file of answers (YAML).")] = None,
    title: Annotated[str | None, typer.Option(help="What the list is called.")] = None,
    universe: Annotated[str | None, typer.Option(help="Whom it claims to cover, in words.")] = None,
    citation: Annotated[str | None, typer.Option(help="How a historian cites it.")] = None,
    licence: Annotated[str | None, typer.Option(help="Under which terms its data may be used.")] = None,
    person_twice: Annotated[str | None, typer.Option(help="Whether one person can stand in it twice: yes, no.")] = None,
    standing: Annotated[
        str | None, typer.Option(help="What standing in it means: dead, disappeared, persecuted, official.")
    ] = None,
    country: Annotated[str | None, typer.Option(help="Its country (two letters of ISO 3166).")] = None,
    open_report: Annotated[bool, typer.Option("--open", help="Open the report in the browser.")] = False,
    as_json: AsJson = False,
) -> None:
    """Go from lists to a first report: suggest mappings, ask what only you can know, make the archive, build it."""
    from byname.cli import first_run as commands

    said = {
        "title": title,
        "universe": universe,
        "citation": citation,
        "licence": licence,
        "person_twice": person_twice,
        "standing": standing,
        "country": country,
    }
    with _command("new", as_json) as output:
        told = commands.read_answers(answers, files) if answers else commands.Answers()
        told = told.with_options({key: answer for key, answer in said.items() if answer is not None})
        commands.new(folder, files, told, output, open_report=open_report)


@app.command()
def add(
    folder: Folder,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Source files.")],
    mapping: Annotated[Path | None, typer.Option(help="The mapping of the source (YAML).")] = None,
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Print a first mapping for the file instead of adding it.")
    ] = False,
    by: Annotated[str | None, typer.Option(help="Who adds it; the user of the machine where it is left out.")] = None,
    sealed_for: Annotated[
        list[str] | None,
        typer.Option(
            "--sealed-for", metavar="KEY", help="Who can open a restricted list: a public key, or a file of some."
        ),
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Add sources to an archive; adding a file again updates its source and never doubles it."""
    from byname.cli import archive as commands

    with _command("add", as_json) as output:
        if suggest:
            commands.suggest(files, output)
        elif mapping is None:
            raise typer.BadParameter(
                "say how the file is to be read, or ask for a first mapping with --suggest", param_hint="--mapping"
            )
        else:
            commands.add(folder, files, mapping, by, sealed_for or [], output, dry_run=dry_run)


@app.command()
def check(
    mapping: Annotated[Path, typer.Argument(metavar="MAPPING", help="The mapping (YAML).")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The list.")],
    unprotected: Unprotected = False,
    as_json: AsJson = False,
) -> None:
    """Show how a list would be read by a mapping, row by row, before it is added; count what is not understood."""
    from byname.cli import lists as commands

    with _command("check", as_json) as output:
        commands.check(mapping, file, output, protected=not unprotected)


@app.command()
def words(
    folder: Folder,
    said: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE FIELD TEXT CODE]", help="What a text of a field means in a source."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many words at the most.")] = 50,
    by: Annotated[str | None, typer.Option(help="Who says so; the user of the machine where it is left out.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the words of coded fields that are not understood, or say what one means."""
    from byname.cli import lists as commands

    with _command("words", as_json) as output:
        if not said:
            commands.words(folder, limit, output)
        elif len(said) == 4:
            commands.meaning(folder, said, by, output)
        else:
            raise typer.BadParameter("give SOURCE FIELD TEXT CODE, or nothing to list the words", param_hint="SOURCE")


@app.command()
def fetch(
    folder: Folder,
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="A collection of the catalogue.", autocompletion=completion.collections),
    ],
    source: Annotated[Path | None, typer.Option("--from", help="Take the files from this folder.")] = None,
    as_json: AsJson = False,
) -> None:
    """Obtain a public collection of the catalogue, check its SHA-256 and add it to the archive."""
    from byname.cli import archive as commands

    with _command("fetch", as_json) as output:
        commands.fetch_collection(folder, name, source, output)


@app.command()
def build(
    folder: Folder,
    engine: Annotated[str, typer.Option(help="Where records are linked: local or spark.")] = "local",
    quick: Annotated[
        bool, typer.Option("--quick", help="Compare only records of new sources, by what earlier ones taught.")
    ] = False,
    progress: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write how far the build is into this file, too (JSON).")
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Build what has changed: records, people, casualties, numbers, search and report."""
    from byname.cli import building as commands

    with _command("build", as_json) as output:
        if engine not in ("local", "spark"):
            raise typer.BadParameter(f"{engine!r} is no engine; there are local and spark", param_hint="--engine")
        if dry_run:
            commands.say_plan(folder, output, quick=quick)
        else:
            commands.build_archive(folder, engine, output, quick=quick, progress=progress)


@app.command()
def prepare(as_json: AsJson = False) -> None:
    """Compile ahead what is compiled once on each machine, so that the first build and estimate begin at once."""
    from byname.cli import compiling as commands

    with _command("prepare", as_json) as output:
        commands.prepare(output)


@app.command()
def review(
    folder: Folder,
    limit: Annotated[int, typer.Option(min=1, help="How many pairs at the most.")] = 50,
    by: Annotated[str | None, typer.Option(help="Who judges; the user of the machine where it is left out.")] = None,
    pair: Annotated[
        tuple[str, str, str] | None,
        typer.Option("--judge", metavar="RECORD RECORD VERDICT", help="Judge one pair: same, different or unsure."),
    ] = None,
    why: Annotated[
        str, typer.Option(help="The reason, with --judge: a code or words. A merge or a split needs one.")
    ] = "",
    adjudicate: Annotated[bool, typer.Option("--adjudicate", help="Settle what reviewers disagree on.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take back the last judgement.")] = False,
    agreement: Annotated[bool, typer.Option("--agreement", help="How reviewers agree, and what is disputed.")] = False,
    screen: Annotated[bool, typer.Option("--screen", help="Two entries side by side, judged by single keys.")] = False,
    unprotected: Unprotected = False,
    as_json: AsJson = False,
) -> None:
    """Judge doubtful pairs of records, those first that change most."""
    from byname.cli import review as commands

    with _command("review", as_json) as output:
        if pair is not None:
            commands.judge(folder, pair, by, why, adjudicate, output)
        elif undo:
            commands.undo(folder, by, output)
        elif agreement:
            commands.agreement(folder, output)
        else:
            how = commands.Reviewing(by, adjudicate, protected=not unprotected, screen=screen)
            commands.review(folder, limit, how, output)


@app.command()
def explain(
    folder: Folder,
    names: Annotated[list[str], typer.Argument(metavar="RECORD RECORD | PERSON", help="Two records, or one person.")],
    picture: Annotated[Path | None, typer.Option(help="Draw the evidence: a file .svg, .png or .html.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say why records are, or are not, taken for one person."""
    from byname.cli import review as commands

    with _command("explain", as_json) as output:
        commands.explain(folder, names, picture, output)


@app.command()
def show(
    folder: Folder,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="A person's or a record's id.")],
    unprotected: Unprotected = False,
    as_json: AsJson = False,
) -> None:
    """Show one person with every attestation, its source, and where the sources disagree."""
    from byname.cli import people as commands

    with _command("show", as_json) as output:
        commands.show(folder, person, output, protected=not unprotected)


@app.command()
def search(
    folder: Folder,
    words: Annotated[str, typer.Argument(metavar='"WORDS"', help="Parts of a name in any script, a year, a place.")],
    limit: Annotated[int, typer.Option(min=1, help="How many people at the most.")] = 20,
    unprotected: Unprotected = False,
    as_json: AsJson = False,
) -> None:
    """Search for people, however their names are spelled."""
    from byname.cli import people as commands

    with _command("search", as_json) as output:
        commands.search_people(folder, words, limit, output, protected=not unprotected)


@app.command()
def estimate(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="A table of capture histories: 0/1 columns and `count`.")
    ],
    method: Annotated[str, typer.Option(help="The estimator.")] = "auto",
    covariates: Annotated[
        str,
        typer.Option(
            metavar="COLUMN[,COLUMN]", help="FILE is a table of people on two lists; take these into account."
        ),
    ] = "",
    strata: Annotated[
        str,
        typer.Option(metavar="COLUMN", help="FILE has a column of regions, periods or groups; estimate each and all."),
    ] = "",
    bounds: Annotated[
        str,
        typer.Option(
            metavar="LOW,HIGH",
            help="By which factors there may be fewer or more people on no list than assumed; what published tables "
            "show where it is left out.",
        ),
    ] = "",
    claim: Annotated[
        int | None, typer.Option(metavar="N", help="Say what would have to be so for a claim of N people to hold.")
    ] = None,
    picture: Annotated[Path | None, typer.Option(help="Draw the estimates into this .svg, .png or .html file.")] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="Write a report to be attached to an expert's statement.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Estimate how many no list names, from a table of capture histories."""
    from byname.cli import estimates as commands

    with _command("estimate", as_json) as output:
        if strata and (covariates or method != "auto"):
            raise typer.BadParameter("not together with --covariates or --method", param_hint="--strata")
        if bounds and (covariates or method != "auto"):
            raise typer.BadParameter("not together with --covariates or --method", param_hint="--bounds")
        commands.estimate_file(
            commands.Request(file, method, covariates, strata, bounds, claim, picture, report), output
        )


@app.command()
def motive(
    folder: Folder,
    population: Annotated[
        str | None, typer.Option(help="A place whose population the persecuted are set against (USSR, Estonia, ...).")
    ] = None,
    every: EveryAnswer = False,
    as_json: AsJson = False,
) -> None:
    """Who was targeted, when, under whose orders; evidence for and against explanations; elements of crimes."""
    from byname.cli import analyses as commands

    with _command("motive", as_json) as output:
        commands.print_answers(folder, "motive", population, output, every=every)


@app.command()
def consequences(
    folder: Folder,
    office: Annotated[
        str | None,
        typer.Option(
            metavar="CODE",
            help="The chain of one office (marshal, state-security-leader, ...).",
            autocompletion=completion.office_codes,
        ),
    ] = None,
    every: EveryAnswer = False,
    as_json: AsJson = False,
) -> None:
    """What followed: paths, how soon, years of life lost, families, reinstatement, offices, camps."""
    from byname.cli import analyses as commands

    with _command("consequences", as_json) as output:
        if office is None:
            commands.print_answers(folder, "consequences", None, output, every=every)
        else:
            commands.print_office(folder, office, output)


@app.command()
def export(
    folder: Folder,
    what: Annotated[
        str,
        typer.Option(
            help="people, records, statements, pairs, assignments, conflicts, incidents or unread.",
            autocompletion=completion.export_tables,
        ),
    ] = "people",
    form: Annotated[str, typer.Option("--format", help="csv, jsonl or parquet.")] = "csv",
    out: Annotated[Path | None, typer.Option(help="A file; standard output where it is left out.")] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="Leave cells that a spreadsheet would run as formulas as they are.")
    ] = False,
    name: Annotated[
        str,
        typer.Option(
            "--as",
            help="A format of people (`byname formats`); needs --out.",
            autocompletion=completion.export_formats,
        ),
    ] = "",
    only: Annotated[str, typer.Option(help="Words of a search: only the people who fit them; with --as.")] = "",
    unprotected: Unprotected = False,
    as_json: AsJson = False,
) -> None:
    """Export people in a format that others take (--as), or a table, to standard output unless a file is named."""
    from byname.cli import archive as commands
    from byname.exports import tables

    with _command("export", as_json) as output:
        if name:
            from byname.cli import exports

            if out is None:
                raise typer.BadParameter("needed with --as: a new file or folder", param_hint="--out")
            exports.export_as(folder, name, out, only, output, protected=not unprotected)
            return
        if only:
            raise typer.BadParameter("only together with --as", param_hint="--only")
        if as_json:
            raise typer.BadParameter(
                "only together with --as; a table is JSON with --format jsonl", param_hint="--json"
            )
        if what not in tables.EXPORTS:
            raise typer.BadParameter(f"one of {', '.join(tables.EXPORTS)}", param_hint="--what")
        if form not in tables.FORMATS:
            raise typer.BadParameter(f"one of {', '.join(tables.FORMATS)}", param_hint="--format")
        commands.export(folder, what, form, out, output, protected=not unprotected, raw=raw)


@app.command()
def formats(as_json: AsJson = False) -> None:
    """List the formats of `byname export --as` with what each carries and what it cannot."""
    from byname.cli import exports as commands

    with _command("formats", as_json) as output:
        commands.list_formats(output)


@app.command()
def trace(
    folder: Folder,
    number: Annotated[
        str,
        typer.Argument(metavar="NUMBER_ID", help="The id of a printed number.", autocompletion=completion.number_ids),
    ],
    every: Annotated[bool, typer.Option("--all", help="Print every row, not only the first.")] = False,
    unprotected: Unprotected = False,
    as_json: AsJson = False,
) -> None:
    """Trace a printed number back to rows of originals and the version of the code."""
    from byname.cli import numbers as commands

    with _command("trace", as_json) as output:
        commands.trace_number(folder, number, every, output, protected=not unprotected)


@app.command()
def settings(
    folder: Folder,
    changes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KEY=VALUE...]",
            help="title, protect_born_from, population.",
            autocompletion=completion.setting_keys,
        ),
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Accept what was changed in byname.toml by hand.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show an archive's settings, change them, or accept what was changed by hand; the ledger notes them."""
    from byname.cli import archive as commands

    with _command("settings", as_json) as output:
        commands.settings(folder, changes or [], accept, output)


@app.command()
def withdraw(
    folder: Folder,
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="The id of a source.", autocompletion=completion.sources)
    ],
    why: Annotated[str, typer.Option(help="The reason; the ledger keeps it.")] = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Take a source out of what is built; its originals and its history stay."""
    from byname.cli import archive as commands

    with _command("withdraw", as_json) as output:
        commands.withdraw(folder, source, why, output, dry_run=dry_run)


@app.command()
def verify(
    folder: Folder,
    head: Annotated[
        str | None, typer.Option(metavar="NUMBER:ROOT", help="A head of the ledger that was kept elsewhere.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Compare hashes only; build nothing again.")] = False,
    as_json: AsJson = False,
) -> None:
    """Hash originals, ledger and settings again, build everything again, compare; say what differs."""
    from byname.cli import building as commands

    with _command("verify", as_json) as output:
        commands.verify(folder, head, output, quick=quick)


@app.command()
def release(
    folder: Folder,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A new folder, or one with earlier releases.")],
    key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A key made by `byname ledger key`, to sign with.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Freeze people, numbers, lists and log as a signed release that is checked and read without Byname."""
    from byname.cli import exports as commands

    with _command("release", as_json) as output:
        commands.make_release(folder, out, key, output)


stamp_app = typer.Typer(help="Stamps of time for releases (RFC 3161).", no_args_is_help=True)
app.add_typer(stamp_app, name="stamp")
ReleaseFolder = Annotated[Path, typer.Argument(metavar="OUT", help="The folder of a release.")]
ReleaseVersion = Annotated[str | None, typer.Option("--version", metavar="vN", help="Which one; the latest without.")]
Authority = Annotated[
    Path, typer.Option("--authority", metavar="FILE", help="The root certificate of the authority (PEM).")
]


@stamp_app.command("request")
def stamp_request(
    out: ReleaseFolder,
    file: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the request is written.")],
    version: ReleaseVersion = None,
    as_json: AsJson = False,
) -> None:
    """Write what to send to an authority, so that it says when a release was there."""
    from byname.cli import stamps as commands

    with _command("stamp request", as_json) as output:
        commands.request(out, file, version, output)


@stamp_app.command("keep")
def stamp_keep(
    out: ReleaseFolder,
    answer: Annotated[Path, typer.Argument(metavar="ANSWER", help="What the authority sent back.")],
    authority: Authority,
    version: ReleaseVersion = None,
    as_json: AsJson = False,
) -> None:
    """Keep the stamp of an authority beside the release, once it holds."""
    from byname.cli import stamps as commands

    with _command("stamp keep", as_json) as output:
        commands.keep(out, answer, authority, version, output)


@stamp_app.command("check")
def stamp_check(out: ReleaseFolder, authority: Authority, as_json: AsJson = False) -> None:
    """Check the stamps of a release."""
    from byname.cli import stamps as commands

    with _command("stamp check", as_json) as output:
        commands.check(out, authority, output)


@app.command()
def doctor(
    folder: Folder,
    save: Annotated[
        Path | None, typer.Option(metavar="NEW", help="A new folder, into which all that is sound is saved.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what of an archive is damaged, how serious it is and whom it touches; save the rest."""
    from byname.cli import building as commands

    with _command("doctor", as_json) as output:
        code = commands.doctor(folder, save, output)
    if code:
        raise typer.Exit(code)


@app.command()
def audit(
    text: Annotated[Path, typer.Argument(metavar="TEXT", help="A text: plain, Markdown, HTML, DOCX or PDF.")],
    archive: Annotated[
        Path | None, typer.Option(help="An archive whose figures and numbers count as evidence.")
    ] = None,
    figures: Annotated[list[Path] | None, typer.Option(help="A table of figures (CSV); can be given again.")] = None,
    form: Annotated[str, typer.Option("--format", help="text, json, html, sarif, claimreview or worksheet.")] = "text",
    out: Annotated[Path | None, typer.Option(help="A file for the result.")] = None,
    sources: Annotated[
        Path | None, typer.Option(help="A folder of the cited works (PDF, HTML, DOCX, text), to look them up in.")
    ] = None,
    compare: Annotated[Path | None, typer.Option(help="Another version of the text, to compare with.")] = None,
    proposer: Annotated[
        str, typer.Option(help="A command that proposes claims (a language model); off unless given.")
    ] = "",
    proposals: Annotated[
        Path | None, typer.Option(help="A folder in which the answers of that command are kept.")
    ] = None,
    corrections: Annotated[
        Path | None, typer.Option(help="A file (YAML) that puts right how claims were read.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Tell of the claims that are not judged, too.")] = False,
    subject: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A folder of another subject: its words, figures and facts.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find the claims of a text, their citations and defects, and check them against figures with sources."""
    from byname.cli import audit as commands

    with _command("audit", as_json) as output:
        if form not in commands.FORMATS:
            raise typer.BadParameter(f"one of {', '.join(commands.FORMATS)}", param_hint="--format")
        if sources is not None and compare is not None:
            raise typer.BadParameter("not together with --compare", param_hint="--sources")
        if proposals is not None and not proposer:
            raise typer.BadParameter("only together with --proposer", param_hint="--proposals")
        with commands.chosen_subject(subject, archive):
            commands.audit(
                text,
                output,
                archive=archive,
                figures=figures or [],
                form=form,
                out=out,
                compare=compare,
                proposer=proposer,
                cache=proposals,
                sources=sources,
                corrections=corrections,
                every=every,
            )


subject_app = typer.Typer(
    help="Subjects: folders of words, figures and facts that texts are read with.", no_args_is_help=True
)
app.add_typer(subject_app, name="subject")
SubjectFolder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the subject.")]


@subject_app.command("new")
def subject_new(
    folder: SubjectFolder,
    name: Annotated[str, typer.Option(help="What the subject is called; the folder's name where it is left out.")] = "",
    as_json: AsJson = False,
) -> None:
    """Write a subject to begin with, in which every file says what stands in it."""
    from byname.cli import subject as commands

    with _command("subject new", as_json) as output:
        commands.new_subject(folder, name or folder.resolve().name, output)


@subject_app.command("check")
def subject_check(folder: SubjectFolder, as_json: AsJson = False) -> None:
    """Check a subject: every mistake with its file and entry, and how each figure is read."""
    from byname.cli import subject as commands

    with _command("subject check", as_json) as output:
        commands.check_subject_folder(folder, output)


@app.command()
def serve(
    folder: Folder,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
    host: Annotated[str, typer.Option(help="The address of this machine to listen at.")] = "127.0.0.1",
    processes: Annotated[int, typer.Option(min=0, max=64, help="Processes that serve; 0: one a core.")] = 0,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the site in the browser.")] = False,
    as_json: AsJson = False,
) -> None:
    """Serve the site of an archive: search, people, analyses, lists, an API."""
    from byname.cli import serve as commands

    with _command("serve", as_json) as output:
        commands.serve(folder, output, commands.Serving(host, port, processes, open_browser))


@app.command()
def publish(
    folder: Folder,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A new folder, or one with an earlier copy.")],
    language: Annotated[str, typer.Option(help="en, es or ru; else what the archive's settings say.")] = "",
    address: Annotated[str, typer.Option(help="Where the copy will stand, for citations (https://...).")] = "",
    as_json: AsJson = False,
) -> None:
    """Publish the site of an archive as files that need no server."""
    from byname.cli import publish as commands

    with _command("publish", as_json) as output:
        commands.publish(folder, out, output, language=language, address=address)


@app.command()
def poster(
    folder: Folder,
    out: Annotated[Path, typer.Option(metavar="FILE.html", help="The page to be printed.")] = Path("poster.html"),
    as_json: AsJson = False,
) -> None:
    """Make a poster of a timeline of an archive: month by month, with the events of the time, on a sheet of A2."""
    from byname.cli import poster as commands

    with _command("poster", as_json) as output:
        commands.make_poster(folder, out, output)


@app.command()
def readers(folder: Folder, as_json: AsJson = False) -> None:
    """List what readers wrote about people and entries, and how they can be reached."""
    from byname.cli import readers as commands

    with _command("readers", as_json) as output:
        commands.list_words(folder, output)


account_app = typer.Typer(help="Who may work on an archive in the browser.", no_args_is_help=True)
app.add_typer(account_app, name="account")
AccountName = Annotated[str, typer.Argument(metavar="NAME", help="The name to sign in with.")]


@account_app.command("add")
def account_add(
    name: AccountName,
    folder: Folder,
    role: Annotated[str, typer.Option(help="contributor, reviewer or keeper.")],
    shown: Annotated[str, typer.Option(help="The name that readers see; NAME where it is left out.")] = "",
    as_json: AsJson = False,
) -> None:
    """Add an account; its password is asked for, or read from standard input."""
    from byname.cli import accounts as commands

    with _command("account add", as_json) as output:
        commands.add(folder, name, role, shown, output)


@account_app.command("list")
def account_list(folder: Folder, as_json: AsJson = False) -> None:
    """List the accounts."""
    from byname.cli import accounts as commands

    with _command("account list", as_json) as output:
        commands.list_all(folder, output)


@account_app.command("remove")
def account_remove(name: AccountName, folder: Folder, as_json: AsJson = False) -> None:
    """Remove an account and end its sessions; what was judged under it stays."""
    from byname.cli import accounts as commands

    with _command("account remove", as_json) as output:
        commands.remove(folder, name, output)


@account_app.command("reset")
def account_reset(
    name: AccountName,
    folder: Folder,
    no_codes: Annotated[bool, typer.Option("--no-codes", help="Forget its one-time codes, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Give an account another password and end its sessions."""
    from byname.cli import accounts as commands

    with _command("account reset", as_json) as output:
        commands.reset(folder, name, output, codes=not no_codes)


@account_app.command("codes")
def account_codes(name: AccountName, folder: Folder, as_json: AsJson = False) -> None:
    """Have an account sign in with one-time codes (TOTP), too: shows the secret for a device, asks for its code."""
    from byname.cli import accounts as commands

    with _command("account codes", as_json) as output:
        commands.ask_for_codes(folder, name, output)


@account_app.command("provider")
def account_provider(
    folder: Folder,
    issuer: Annotated[str, typer.Option(help="Its address, as it calls itself; without it nobody signs in so.")] = "",
    client: Annotated[str, typer.Option(help="What the archive is called there.")] = "",
    label: Annotated[str, typer.Option(help="What the page of signing in calls it.")] = "",
    as_json: AsJson = False,
) -> None:
    """Let accounts sign in through an identity provider (OpenID Connect); its secret is asked for."""
    from byname.cli import accounts as commands

    with _command("account provider", as_json) as output:
        commands.set_provider(folder, issuer, client, label, output)


ledger_app = typer.Typer(help="The ledger of an archive's decisions.", no_args_is_help=True)
app.add_typer(ledger_app, name="ledger")


@ledger_app.command("head")
def ledger_head(folder: Folder, as_json: AsJson = False) -> None:
    """Print the ledger's head (NUMBER:ROOT) to keep elsewhere; `byname verify --head` holds against it."""
    from byname.cli import ledger as commands

    with _command("ledger head", as_json) as output:
        commands.head(folder, output)


@ledger_app.command("list")
def ledger_list(folder: Folder, as_json: AsJson = False) -> None:
    """List all decisions: number, time, kind, by whom, about what."""
    from byname.cli import ledger as commands

    with _command("ledger list", as_json) as output:
        commands.list_entries(folder, output)


@ledger_app.command("erase")
def ledger_erase(
    folder: Folder,
    numbers: Annotated[list[int], typer.Argument(metavar="NUMBER...", help="The numbers of the decisions.")],
    why: Annotated[str, typer.Option(help="The reason; the ledger keeps it for good, so name nobody in it.")] = "",
    as_json: AsJson = False,
) -> None:
    """Erase what decisions say and by whom, for good; that they were made and erased stays, and all hashes hold."""
    from byname.cli import ledger as commands

    with _command("ledger erase", as_json) as output:
        commands.erase(folder, numbers, why, output)


KeyFile = Annotated[Path, typer.Option("--key", metavar="FILE", help="A key made by `byname ledger key`.")]
Checked = Annotated[
    list[str] | None, typer.Option("--with", metavar="KEY", help="A public key, or a file of some; can be given again.")
]


@ledger_app.command("key")
def ledger_key(
    name: Annotated[str, typer.Argument(help="What the key signs for, as an address: archive.example.org/log.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the key is kept: not in the archive.")],
    as_json: AsJson = False,
) -> None:
    """Make a key to sign a log with, or to witness one; prints the public key to check with."""
    from byname.cli import ledger as commands

    with _command("ledger key", as_json) as output:
        commands.make_key(name, out, output)


@ledger_app.command("log")
def ledger_log(
    folder: Folder,
    key: KeyFile,
    out: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Where the log lies; log/ in the archive.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write the ledger as a transparency log, which anybody may hold: it names nobody."""
    from byname.cli import ledger as commands

    with _command("ledger log", as_json) as output:
        commands.write(folder, key, out, output)


@ledger_app.command("check")
def ledger_check(
    log: Annotated[Path, typer.Argument(metavar="LOG", help="The folder of a log.")],
    checked: Checked = None,
    earlier: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A checkpoint of the log that was kept from an earlier day.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check a log: its files, its signatures, and that it goes on from an earlier checkpoint."""
    from byname.cli import ledger as commands

    with _command("ledger check", as_json) as output:
        commands.check(log, checked or [], earlier, output)


@ledger_app.command("witness")
def ledger_witness(
    log: Annotated[Path, typer.Argument(metavar="LOG", help="The folder of a log.")],
    key: KeyFile,
    checked: Checked = None,
    earlier: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The checkpoint that the witness saw last; replaced after.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Cosign the checkpoint of a log that goes on from the last one the witness saw."""
    from byname.cli import ledger as commands

    with _command("ledger witness", as_json) as output:
        commands.witness(log, key, checked or [], earlier, output)


@ledger_app.command("receipt")
def ledger_receipt(
    folder: Folder,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The number of the decision.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the receipt goes (JSON).")],
    log: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Where the log lies; log/ in the archive.")] = None,
    opened: Annotated[
        bool, typer.Option("--opened", help="With what the decision says, so that it can be shown.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write the proof that a decision is in the log."""
    from byname.cli import ledger as commands

    with _command("ledger receipt", as_json) as output:
        commands.write_receipt(folder, number, out, log, output, opened=opened)


@ledger_app.command("check-receipt")
def ledger_check_receipt(
    receipt: Annotated[Path, typer.Argument(metavar="FILE", help="A receipt.")],
    checked: Checked = None,
    as_json: AsJson = False,
) -> None:
    """Check a receipt against the signature of its log."""
    from byname.cli import ledger as commands

    with _command("ledger check-receipt", as_json) as output:
        commands.check_receipt(receipt, checked or [], output)


class _BackUpFirst(TaughtGroup):
    """Commands of which the first is meant where none is named: `byname backup DIR REPOSITORY`."""

    def parse_args(self, context: Any, words: list[str]) -> list[str]:
        """Read the words of the command."""
        named = words and (words[0] in self.commands or words[0] == "--help")
        return super().parse_args(context, words if named or not words else ["make", *words])


IdentityFile = Annotated[Path, typer.Option("--identity", metavar="FILE", help="Made by `byname backup key`.")]
restricted_app = typer.Typer(help="Lists that only a key opens.", no_args_is_help=True)
app.add_typer(restricted_app, name="restricted")


@restricted_app.command("open")
def restricted_open(
    folder: Folder,
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The new folder.")],
    identity: IdentityFile,
    as_json: AsJson = False,
) -> None:
    """Copy an archive into a folder in which its restricted lists can be read."""
    from byname.cli import restricted as commands

    with _command("restricted open", as_json) as output:
        commands.open_for(folder, new, identity, output)


@restricted_app.command("check")
def restricted_check(folder: Folder, identity: IdentityFile, as_json: AsJson = False) -> None:
    """See that an identity opens every restricted file of an archive."""
    from byname.cli import restricted as commands

    with _command("restricted check", as_json) as output:
        commands.check(folder, identity, output)


backup_app = typer.Typer(cls=_BackUpFirst, help="Encrypted backups of an archive.", no_args_is_help=True)
app.add_typer(backup_app, name="backup")
BackupFolder = Annotated[Path, typer.Argument(metavar="REPOSITORY", help="The folder of backups.")]
MaybeIdentity = Annotated[
    Path | None,
    typer.Option("--identity", metavar="FILE", help="Made by `byname backup key`; reads the contents, too."),
]
BackupName = Annotated[str | None, typer.Option("--backup", metavar="NAME", help="Which one; the latest without.")]


@backup_app.command("make")
def backup_make(
    folder: Folder,
    repository: BackupFolder,
    to: Annotated[
        list[str] | None, typer.Option("--to", metavar="KEY", help="A public key, or a file of some; can be repeated.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what a build makes.")] = False,
    as_json: AsJson = False,
) -> None:
    """Back an archive up: what is new since the last backup, encrypted for those keys."""
    from byname.cli import backups as commands

    with _command("backup", as_json) as output:
        commands.make(folder, repository, to or [], output, derived=everything)


@backup_app.command("list")
def backup_list(repository: BackupFolder, identity: MaybeIdentity = None, as_json: AsJson = False) -> None:
    """List the backups."""
    from byname.cli import backups as commands

    with _command("backup list", as_json) as output:
        commands.list_all(repository, identity, output)


@backup_app.command("check")
def backup_check(repository: BackupFolder, identity: MaybeIdentity = None, as_json: AsJson = False) -> None:
    """Check every backup by its hashes; with an identity also what is inside."""
    from byname.cli import backups as commands

    with _command("backup check", as_json) as output:
        commands.check(repository, identity, output)


@backup_app.command("prune")
def backup_prune(
    repository: BackupFolder,
    keep: Annotated[int, typer.Option(metavar="N", help="How many of the latest backups stay.")],
    as_json: AsJson = False,
) -> None:
    """Remove all backups but the latest N, and what only they held."""
    from byname.cli import backups as commands

    with _command("backup prune", as_json) as output:
        commands.prune(repository, keep, output)


@backup_app.command("key")
def backup_key(
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the identity is kept: not beside the backups.")],
    as_json: AsJson = False,
) -> None:
    """Make an identity, which opens backups; prints the public key for --to."""
    from byname.cli import backups as commands

    with _command("backup key", as_json) as output:
        commands.make_key(out, output)


@backup_app.command("share-key")
def backup_share_key(
    identity: Annotated[Path, typer.Argument(metavar="FILE", help="An identity.")],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="A new folder for the shares.")],
    need: Annotated[int, typer.Option(metavar="N", help="How many shares are needed.")] = 3,
    of: Annotated[int, typer.Option(metavar="N", help="How many shares are made.")] = 5,
    as_json: AsJson = False,
) -> None:
    """Share an identity among keepers: rows of words, of which some together give it back."""
    from byname.cli import backups as commands

    with _command("backup share-key", as_json) as output:
        commands.share_key(identity, out, need, of, output)


@backup_app.command("join-key")
def backup_join_key(
    shares: Annotated[list[Path], typer.Argument(metavar="SHARE...", help="Files of shares.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the identity is kept.")],
    as_json: AsJson = False,
) -> None:
    """Give back an identity from enough shares."""
    from byname.cli import backups as commands

    with _command("backup join-key", as_json) as output:
        commands.join_key(shares, out, output)


@app.command()
def restore(
    repository: BackupFolder,
    new: Annotated[Path, typer.Argument(metavar="NEW", help="A new folder.")],
    identity: IdentityFile,
    name: BackupName = None,
    as_json: AsJson = False,
) -> None:
    """Restore an archive from a backup into a new folder."""
    from byname.cli import backups as commands

    with _command("restore", as_json) as output:
        commands.restore_archive(repository, new, identity, name, output)


figures_app = typer.Typer(help="Check tables of published figures, and add them to an archive.", no_args_is_help=True)
app.add_typer(figures_app, name="figures")


@figures_app.command("check")
def figures_check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Tables of figures (CSV).")],
    as_json: AsJson = False,
) -> None:
    """Check tables of figures against their schema; every mistake is listed with its row."""
    from byname.cli import audit as commands

    with _command("figures check", as_json) as output:
        commands.check_figures(files, output)


@figures_app.command("add")
def figures_add(
    folder: Folder,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Tables of figures (CSV).")],
    as_json: AsJson = False,
) -> None:
    """Add tables of figures to an archive; `byname audit --archive` uses them."""
    from byname.cli import audit as commands

    with _command("figures add", as_json) as output:
        commands.add_figures(folder, files, output)


facts_app = typer.Typer(
    help="Add tables of facts to an archive (camps, events, ...), and list them.", no_args_is_help=True
)
app.add_typer(facts_app, name="facts")


@facts_app.command("add")
def facts_add(
    folder: Folder,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Tables of facts (CSV).")],
    name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="The table's name; the file's name where it is left out.")
    ] = None,
    source: Annotated[str, typer.Option(help="The source of all rows, where the file names none.")] = "",
    address: Annotated[str, typer.Option(help="The address of that source, or where in it the rows stand.")] = "",
    licence: Annotated[str, typer.Option(help="The licence of that source.")] = "",
    as_json: AsJson = False,
) -> None:
    """Add tables of facts to an archive; `byname build` uses them by their names."""
    from byname.cli import facts as commands
    from byname.sources.facts import StatedSource

    with _command("facts add", as_json) as output:
        stated = StatedSource(source, address, licence) if source or address or licence else None
        commands.add_tables(folder, files, name, stated, output)


@facts_app.command("list")
def facts_list(folder: Folder, as_json: AsJson = False) -> None:
    """List the tables of facts of an archive, with their sources and what they are used for."""
    from byname.cli import facts as commands

    with _command("facts list", as_json) as output:
        commands.list_tables(folder, output)


teach(app)


def main() -> None:
    """The entry point of the command `byname`."""
    give_memory_back()
    open_standard_streams()
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    words = sys.argv[1:]
    name = next((word for word in words if not word.startswith("-")), "")
    run_explained(_run, Output(name, as_json="--json" in words).fail)


def _run() -> None:
    """Run the command; what is written before one begins (help, the version) may find standard output full, too."""
    try:
        app(prog_name="byname")
    except OSError as error:
        if error.errno == errno.ENOMEM:  # whatever asked for memory, it was not standard output
            raise MemoryError from error
        forget_standard_output()
        Output("", as_json=False).fail(cannot_write(error))
        sys.exit(1)
