"""The commands that stand in groups (`byname ledger head`, `byname backup make`), and what their options take.

Each group is one of typer's, by its name in GROUPS. What a command does is in the module of its name beside this one,
which is imported when the command is run.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from byname.cli.command import AsJson, Folder, command
from byname.cli.teaching import TaughtGroup

stamp_app = typer.Typer(help="Stamps of time for releases (RFC 3161).", no_args_is_help=True)


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

    with command("stamp request", as_json) as output:
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

    with command("stamp keep", as_json) as output:
        commands.keep(out, answer, authority, version, output)


@stamp_app.command("check")
def stamp_check(out: ReleaseFolder, authority: Authority, as_json: AsJson = False) -> None:
    """Check the stamps of a release."""
    from byname.cli import stamps as commands

    with command("stamp check", as_json) as output:
        commands.check(out, authority, output)


subject_app = typer.Typer(
    help="Subjects: folders of words, figures and facts that texts are read with.", no_args_is_help=True
)


SubjectFolder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the subject.")]


@subject_app.command("new")
def subject_new(
    folder: SubjectFolder,
    name: Annotated[str, typer.Option(help="What the subject is called; the folder's name where it is left out.")] = "",
    as_json: AsJson = False,
) -> None:
    """Write a subject to begin with, in which every file says what stands in it."""
    from byname.cli import subject as commands

    with command("subject new", as_json) as output:
        commands.new_subject(folder, name or folder.resolve().name, output)


@subject_app.command("check")
def subject_check(folder: SubjectFolder, as_json: AsJson = False) -> None:
    """Check a subject: every mistake with its file and entry, and how each figure is read."""
    from byname.cli import subject as commands

    with command("subject check", as_json) as output:
        commands.check_subject_folder(folder, output)


account_app = typer.Typer(help="Who may work on an archive in the browser.", no_args_is_help=True)


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

    with command("account add", as_json) as output:
        commands.add(folder, name, role, shown, output)


@account_app.command("list")
def account_list(folder: Folder, as_json: AsJson = False) -> None:
    """List the accounts."""
    from byname.cli import accounts as commands

    with command("account list", as_json) as output:
        commands.list_all(folder, output)


@account_app.command("remove")
def account_remove(name: AccountName, folder: Folder, as_json: AsJson = False) -> None:
    """Remove an account and end its sessions; what was judged under it stays."""
    from byname.cli import accounts as commands

    with command("account remove", as_json) as output:
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

    with command("account reset", as_json) as output:
        commands.reset(folder, name, output, codes=not no_codes)


@account_app.command("codes")
def account_codes(name: AccountName, folder: Folder, as_json: AsJson = False) -> None:
    """Have an account sign in with one-time codes (TOTP), too: shows the secret for a device, asks for its code."""
    from byname.cli import accounts as commands

    with command("account codes", as_json) as output:
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

    with command("account provider", as_json) as output:
        commands.set_provider(folder, issuer, client, label, output)


ledger_app = typer.Typer(help="The ledger of an archive's decisions.", no_args_is_help=True)


@ledger_app.command("head")
def ledger_head(folder: Folder, as_json: AsJson = False) -> None:
    """Print the ledger's head (NUMBER:ROOT) to keep elsewhere; `byname verify --head` holds against it."""
    from byname.cli import ledger as commands

    with command("ledger head", as_json) as output:
        commands.head(folder, output)


@ledger_app.command("list")
def ledger_list(folder: Folder, as_json: AsJson = False) -> None:
    """List all decisions: number, time, kind, by whom, about what."""
    from byname.cli import ledger as commands

    with command("ledger list", as_json) as output:
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

    with command("ledger erase", as_json) as output:
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

    with command("ledger key", as_json) as output:
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

    with command("ledger log", as_json) as output:
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

    with command("ledger check", as_json) as output:
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

    with command("ledger witness", as_json) as output:
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

    with command("ledger receipt", as_json) as output:
        commands.write_receipt(folder, number, out, log, output, opened=opened)


@ledger_app.command("check-receipt")
def ledger_check_receipt(
    receipt: Annotated[Path, typer.Argument(metavar="FILE", help="A receipt.")],
    checked: Checked = None,
    as_json: AsJson = False,
) -> None:
    """Check a receipt against the signature of its log."""
    from byname.cli import ledger as commands

    with command("ledger check-receipt", as_json) as output:
        commands.check_receipt(receipt, checked or [], output)


class _BackUpFirst(TaughtGroup):
    """Commands of which the first is meant where none is named: `byname backup DIR REPOSITORY`."""

    def parse_args(self, context: Any, words: list[str]) -> list[str]:
        """Read the words of the command."""
        named = words and (words[0] in self.commands or words[0] == "--help")
        return super().parse_args(context, words if named or not words else ["make", *words])


IdentityFile = Annotated[Path, typer.Option("--identity", metavar="FILE", help="Made by `byname backup key`.")]


restricted_app = typer.Typer(help="Lists that only a key opens.", no_args_is_help=True)


@restricted_app.command("open")
def restricted_open(
    folder: Folder,
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The new folder.")],
    identity: IdentityFile,
    as_json: AsJson = False,
) -> None:
    """Copy an archive into a folder in which its restricted lists can be read."""
    from byname.cli import restricted as commands

    with command("restricted open", as_json) as output:
        commands.open_for(folder, new, identity, output)


@restricted_app.command("check")
def restricted_check(folder: Folder, identity: IdentityFile, as_json: AsJson = False) -> None:
    """See that an identity opens every restricted file of an archive."""
    from byname.cli import restricted as commands

    with command("restricted check", as_json) as output:
        commands.check(folder, identity, output)


backup_app = typer.Typer(cls=_BackUpFirst, help="Encrypted backups of an archive.", no_args_is_help=True)


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

    with command("backup", as_json) as output:
        commands.make(folder, repository, to or [], output, derived=everything)


@backup_app.command("list")
def backup_list(repository: BackupFolder, identity: MaybeIdentity = None, as_json: AsJson = False) -> None:
    """List the backups."""
    from byname.cli import backups as commands

    with command("backup list", as_json) as output:
        commands.list_all(repository, identity, output)


@backup_app.command("check")
def backup_check(repository: BackupFolder, identity: MaybeIdentity = None, as_json: AsJson = False) -> None:
    """Check every backup by its hashes; with an identity also what is inside."""
    from byname.cli import backups as commands

    with command("backup check", as_json) as output:
        commands.check(repository, identity, output)


@backup_app.command("prune")
def backup_prune(
    repository: BackupFolder,
    keep: Annotated[int, typer.Option(metavar="N", help="How many of the latest backups stay.")],
    as_json: AsJson = False,
) -> None:
    """Remove all backups but the latest N, and what only they held."""
    from byname.cli import backups as commands

    with command("backup prune", as_json) as output:
        commands.prune(repository, keep, output)


@backup_app.command("key")
def backup_key(
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the identity is kept: not beside the backups.")],
    as_json: AsJson = False,
) -> None:
    """Make an identity, which opens backups; prints the public key for --to."""
    from byname.cli import backups as commands

    with command("backup key", as_json) as output:
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

    with command("backup share-key", as_json) as output:
        commands.share_key(identity, out, need, of, output)


@backup_app.command("join-key")
def backup_join_key(
    shares: Annotated[list[Path], typer.Argument(metavar="SHARE...", help="Files of shares.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the identity is kept.")],
    as_json: AsJson = False,
) -> None:
    """Give back an identity from enough shares."""
    from byname.cli import backups as commands

    with command("backup join-key", as_json) as output:
        commands.join_key(shares, out, output)


figures_app = typer.Typer(help="Check tables of published figures, and add them to an archive.", no_args_is_help=True)


@figures_app.command("check")
def figures_check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Tables of figures (CSV).")],
    as_json: AsJson = False,
) -> None:
    """Check tables of figures against their schema; every mistake is listed with its row."""
    from byname.cli import audit as commands

    with command("figures check", as_json) as output:
        commands.check_figures(files, output)


@figures_app.command("add")
def figures_add(
    folder: Folder,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Tables of figures (CSV).")],
    as_json: AsJson = False,
) -> None:
    """Add tables of figures to an archive; `byname audit --archive` uses them."""
    from byname.cli import audit as commands

    with command("figures add", as_json) as output:
        commands.add_figures(folder, files, output)


facts_app = typer.Typer(
    help="Add tables of facts to an archive (camps, events, ...), and list them.", no_args_is_help=True
)


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

    with command("facts add", as_json) as output:
        stated = StatedSource(source, address, licence) if source or address or licence else None
        commands.add_tables(folder, files, name, stated, output)


@facts_app.command("list")
def facts_list(folder: Folder, as_json: AsJson = False) -> None:
    """List the tables of facts of an archive, with their sources and what they are used for."""
    from byname.cli import facts as commands

    with command("facts list", as_json) as output:
        commands.list_tables(folder, output)


GROUPS = {
    "stamp": stamp_app,
    "subject": subject_app,
    "account": account_app,
    "ledger": ledger_app,
    "restricted": restricted_app,
    "backup": backup_app,
    "figures": figures_app,
    "facts": facts_app,
}
