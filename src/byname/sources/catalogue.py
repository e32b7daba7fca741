"""The catalogue of public collections: what each is, under which licence, where its files stand, what their bytes are.

Takes the name of a collection and a folder that has its files, or the network; gives the files, checked by SHA-256,
each with the mapping to read it by. The catalogue is data: one YAML file a collection.
"""

from __future__ import annotations

import hashlib
import http.client
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import yaml

from byname.errors import BadSource
from byname.sources.limits import DEFAULT_LIMITS, Limits
from byname.sources.unpacking import GZIP, open_unpacked, sha256_of
from byname.sources.yaml_marks import Block, Mistakes, compose, nearest
from byname.values.shipped import shipped

SHA256 = r"[0-9a-f]{64}"
_REQUIRED = ("name", "title", "licence", "republish", "citation", "read_on", "files")
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class CollectionFile:
    """One file of a collection. `unpacked_sha256` is that of the text itself where the file is packed with gzip."""

    name: str
    mapping: str
    sha256: str
    unpacked_sha256: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """A public collection; `republish` says whether its licence lets the data be given on."""

    name: str
    title: str
    licence: str
    republish: bool
    citation: str
    address: str | None
    read_on: str
    files: tuple[CollectionFile, ...]


def collection_names() -> list[str]:
    """Give the names of the collections, sorted.

    >>> "estonia-memento" in collection_names()
    True
    """
    folder = shipped("sources", "catalogue")
    return sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml"))


def find_collection(name: str) -> Collection:
    """Give a collection of the catalogue by name; BadSource where there is none."""
    names = collection_names()
    if name not in names:
        raise BadSource(
            f"there is no collection `{name}`{nearest(name, names)}",
            where="catalogue",
            fix=f"the collections are: {', '.join(names)}",
        )
    text = shipped("sources", "catalogue", f"{name}.yaml").read_text(encoding="utf-8")
    return parse_collection(text, f"catalogue/{name}.yaml")


def parse_collection(text: str, where: str) -> Collection:
    """Read and check an entry of the catalogue; BadMapping lists every mistake with its line."""
    mistakes = Mistakes(where)
    top = Block.of(compose(text, where), mistakes, (*_REQUIRED, "address"))
    top.require(_REQUIRED)
    collection = Collection(
        name=top.text("name") or "",
        title=top.text("title") or "",
        licence=top.text("licence") or "",
        republish=top.truth("republish") or False,
        citation=top.text("citation") or "",
        address=top.text("address", r"https://\S+", "an address that begins with https://"),
        read_on=top.text("read_on", r"\d{4}-\d\d-\d\d", "a day such as 2026-11-23") or "",
        files=top.items("files", lambda node: _file(node, mistakes)),
    )
    mistakes.raise_all()
    return collection


def _file(node: yaml.Node, mistakes: Mistakes) -> CollectionFile | None:
    if not isinstance(node, yaml.MappingNode):
        mistakes.add(node, "a file needs `name`, `mapping` and `sha256`")
        return None
    block = Block.of(node, mistakes, ("name", "mapping", "sha256", "unpacked_sha256", "address"))
    block.require(["name", "mapping", "sha256"])
    return CollectionFile(
        name=block.text("name", r"[^/\\]+", "a file name without a folder") or "",
        mapping=block.text("mapping") or "",
        sha256=block.text("sha256", SHA256, "64 hexadecimal digits") or "",
        unpacked_sha256=block.text("unpacked_sha256", SHA256, "64 hexadecimal digits"),
        address=block.text("address", r"https://\S+", "an address that begins with https://"),
    )


def mapping_path(name: str) -> Path:
    """Give the path of a mapping that comes with the package, by the id of its source."""
    path = shipped("sources", "mappings", f"{name}.yaml")
    if not path.is_file():
        raise BadSource(f"there is no mapping `{name}`", where="mappings", fix="write one, and give its path")
    return path


def fetch(
    collection: Collection, into: Path, *, folder: Path | None = None, limits: Limits = DEFAULT_LIMITS
) -> list[tuple[Path, Path]]:
    """Obtain the files of a collection and give each with the path of its mapping.

    With `folder` the files are taken from there and left where they are; else they are downloaded `into` a folder, over
    https only. BadSource names every file that is missing or whose SHA-256 differs.
    """
    if folder is not None:
        obtained = {file.name: _in_folder(file, folder) for file in collection.files}
        missing = [name for name, path in obtained.items() if path is None]
        if missing:
            raise BadSource(
                f"of the files of {collection.name} these are missing: {', '.join(missing)}",
                where=str(folder),
                fix="give the folder that has them",
            )
        pairs = [(path, file) for file in collection.files if (path := obtained[file.name]) is not None]
    else:
        pairs = [(_downloaded(file, collection, into, limits), file) for file in collection.files]
    changed = [path.name for path, file in pairs if not has_bytes_of(path, file, limits)]
    if changed:
        raise BadSource(
            f"the SHA-256 of these files is not that of the catalogue: {', '.join(changed)}",
            where=str(folder or into),
            fix="obtain them again; if they were changed on purpose, add them with `byname add` and a mapping",
        )
    return [(path, mapping_path(file.mapping)) for path, file in pairs]


def _in_folder(file: CollectionFile, folder: Path) -> Path | None:
    candidates = (folder / file.name, folder / file.name.removesuffix(".gz"))
    return next((path for path in candidates if path.is_file()), None)


def has_bytes_of(path: Path, file: CollectionFile, limits: Limits = DEFAULT_LIMITS) -> bool:
    """Whether a file has the bytes that the catalogue names, packed as they were or unpacked."""
    found = sha256_of(path)
    if found in (file.sha256, file.unpacked_sha256):
        return True
    with path.open("rb") as head:
        packed = head.read(2) == GZIP
    if not packed or file.unpacked_sha256 is None:
        return False
    with open_unpacked(path, limits, "gzip") as unpacked:
        return hashlib.file_digest(unpacked, "sha256").hexdigest() == file.unpacked_sha256


class _HttpsOnly(urllib.request.HTTPRedirectHandler):
    """Follows redirections to https alone."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Follow the redirection unless it leaves https."""
        if not newurl.startswith("https://"):
            raise urllib.error.URLError(f"redirected to {newurl}, which is not https")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _downloaded(file: CollectionFile, collection: Collection, into: Path, limits: Limits) -> Path:
    if file.address is None:
        raise BadSource(
            f"{file.name} of {collection.name} has no public address",
            where="catalogue",
            fix="give the folder that has it (`--from`)",
        )
    plain = Path(file.address).name
    target = into / (file.name.removesuffix(".gz") if not plain.endswith(".gz") else file.name)
    if target.is_file() and has_bytes_of(target, file, limits):
        return target
    download(file.address, target, limits)
    return target


def download(address: str, target: Path, limits: Limits = DEFAULT_LIMITS) -> None:
    """Download an https address to a path, which is written only when all bytes have come; BadSource where it fails."""
    if not address.startswith("https://"):
        raise BadSource("only https:// addresses are downloaded", where=address, fix="give the https address")
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    opener = urllib.request.build_opener(_HttpsOnly)
    try:
        with opener.open(address, timeout=_SECONDS) as answer, partial.open("wb") as out:
            _copy(answer, out, address, limits)
        partial.replace(target)
    except (OSError, http.client.HTTPException) as error:
        raise BadSource(
            f"the download failed ({error})",
            where=address,
            fix="check the connection, or obtain the file by hand and give its folder (`--from`)",
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def _copy(answer: IO[bytes], out: IO[bytes], address: str, limits: Limits) -> None:
    copied = 0
    while piece := answer.read(1 << 18):
        copied += len(piece)
        if copied > limits.download_bytes:
            raise BadSource(
                f"the file has more than {limits.download_bytes:,} bytes",
                where=address,
                fix="raise `download_bytes` of the limits",
            )
        out.write(piece)
