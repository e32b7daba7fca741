"""The command line. Every command takes `--json` and then prints one JSON object to standard output and nothing else.

Progress goes to standard error. Exit codes: 0 done; 1 the input or the archive is at fault, with one clear message; 2
wrong usage.
"""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import Annotated

import typer

from byname import __version__
from byname.cli import completion
from byname.cli.command import AsJson, DryRun, EveryAnswer, Folder, Unprotected, command
from byname.cli.groups import GROUPS, BackupFolder, BackupName, IdentityFile
from byname.cli.limited_memory import give_memory_back, run_explained
from byname.cli.output import Output, cannot_write, forget_standard_output, open_standard_streams
from byname.cli.teaching import teach

app = typer.Typer(
    name="byname",
    help="Documents mass repression: name every victim, count those still unnamed, trace each number to its source.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


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

    with command("demo", as_json) as output:
        commands.demo(folder, output)


@app.command()
def init(
    folder: Folder, title: Annotated[str, typer.Option(help="The archive's title.")] = "", as_json: AsJson = False
) -> None:
    """Start an archive."""
    from byname.cli import archive as commands

    with command("init", as_json) as output:
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
    with command("new", as_json) as output:
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

    with command("add", as_json) as output:
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

    with command("check", as_json) as output:
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

    with command("words", as_json) as output:
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

    with command("fetch", as_json) as output:
        commands.fetch_collection(folder, name, source, output)


@app.command()
def build(
    folder: Folder,
    engine: Annotated[str, typer.Option(help="Where records are linked: local or spark.")] = "local",
    quick: Annotated[
        bool,
        typer.Option("--quick", help="Compare only records of new sources, by what earlier ones taught; not on Spark."),
    ] = False,
    progress: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write how far the build is into this file, too (JSON).")
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Build what has changed: records, people, casualties, numbers, search and report."""
    from byname.cli import building as commands

    with command("build", as_json) as output:
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

    with command("prepare", as_json) as output:
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

    with command("review", as_json) as output:
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

    with command("explain", as_json) as output:
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

    with command("show", as_json) as output:
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

    with command("search", as_json) as output:
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

    with command("estimate", as_json) as output:
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

    with command("motive", as_json) as output:
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

    with command("consequences", as_json) as output:
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

    with command("export", as_json) as output:
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

    with command("formats", as_json) as output:
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

    with command("trace", as_json) as output:
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

    with command("settings", as_json) as output:
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

    with command("withdraw", as_json) as output:
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

    with command("verify", as_json) as output:
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

    with command("release", as_json) as output:
        commands.make_release(folder, out, key, output)


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

    with command("doctor", as_json) as output:
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

    with command("audit", as_json) as output:
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

    with command("serve", as_json) as output:
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

    with command("publish", as_json) as output:
        commands.publish(folder, out, output, language=language, address=address)


@app.command()
def poster(
    folder: Folder,
    out: Annotated[Path, typer.Option(metavar="FILE.html", help="The page to be printed.")] = Path("poster.html"),
    as_json: AsJson = False,
) -> None:
    """Make a poster of a timeline of an archive: month by month, with the events of the time, on a sheet of A2."""
    from byname.cli import poster as commands

    with command("poster", as_json) as output:
        commands.make_poster(folder, out, output)


@app.command()
def readers(folder: Folder, as_json: AsJson = False) -> None:
    """List what readers wrote about people and entries, and how they can be reached."""
    from byname.cli import readers as commands

    with command("readers", as_json) as output:
        commands.list_words(folder, output)


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

    with command("restore", as_json) as output:
        commands.restore_archive(repository, new, identity, name, output)


for _name, _group in GROUPS.items():
    app.add_typer(_group, name=_name)
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
