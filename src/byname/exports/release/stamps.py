"""Stamps of time for releases (RFC 3161): an authority signs that a release was there at a moment.

Takes the folder of a release; gives the request to send to an authority, and keeps its answer in `signatures` once it
holds: signed under a certificate that is trusted, and over the SHA-512 of the inventory that names every file. Nothing
here speaks to a network. Needs rfc3161-client, which is the extra `stamps`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Final

from cryptography import x509

from byname.archive.files import clear_file_errors, write_whole
from byname.errors import BadArchive
from byname.exports.release.release import INVENTORY, OBJECT, SIGNATURES
from byname.sources.regular_files import check_regular

_STAMP: Final = ".tsr"
_VERSION: Final = re.compile(r"v(\d+)")
_LONGEST: Final = 1_000_000  # bytes of an answer or of certificates
Authorities = Sequence[x509.Certificate]


@dataclass(frozen=True, slots=True)
class Stamp:
    """That the inventory of a version was there at a moment, as an authority says."""

    version: str
    at: dt.datetime
    authority: str


def request_of(out: Path, version: str | None = None) -> bytes:
    """What to send to an authority for a version, the latest without; the same bytes each time."""
    client = _client()
    inventory = _inventory(out, version or _versions(out)[-1])
    request: bytes = client.TimestampRequestBuilder(inventory, nonce=False).build().as_bytes()
    return request


def keep_stamp(out: Path, answer: bytes, authorities: Authorities, version: str | None = None) -> Stamp:
    """Keep the answer of an authority for a version, the latest without; raises BadArchive where it does not hold."""
    found = version or _versions(out)[-1]
    stamp = _checked(found, _inventory(out, found), answer, authorities)
    with clear_file_errors(out):
        (out / SIGNATURES).mkdir(exist_ok=True)
        write_whole(out / SIGNATURES / f"{found}{_STAMP}", answer)
    return stamp


def stamps_of(out: Path, authorities: Authorities) -> list[Stamp]:
    """The stamps of all versions that have one, in their order; raises BadArchive for one that does not hold."""
    found = []
    for version in _versions(out):
        path = out / SIGNATURES / f"{version}{_STAMP}"
        if path.exists():
            found.append(_checked(version, _inventory(out, version), _read(path), authorities))
    return found


def authorities_in(path: Path) -> list[x509.Certificate]:
    """The certificates in a file (PEM); raises BadArchive where there is none."""
    try:
        return x509.load_pem_x509_certificates(_read(path))
    except ValueError as error:
        fix = "give the root certificate of the authority as PEM"
        raise BadArchive("there is no certificate in this file", where=str(path), fix=fix) from error


def read_answer(path: Path) -> bytes:
    """The answer of an authority, as it came."""
    return _read(path)


def _checked(version: str, inventory: bytes, answer: bytes, authorities: Authorities) -> Stamp:
    client = _client()
    builder = client.VerifierBuilder()
    for certificate in authorities:
        builder = builder.add_root_certificate(certificate)
    try:
        decoded = client.decode_timestamp_response(answer)
        builder.build().verify_message(decoded, inventory)
        leaf = {x509.load_der_x509_certificate(one) for one in decoded.signed_data.certificates}
    except (client.VerificationError, ValueError) as error:
        what = f"the stamp of {version} does not hold ({error})"
        fix = "stamp this release again, or give the root certificate of the authority that stamped it"
        raise BadArchive(what, where=f"{SIGNATURES}/{version}{_STAMP}", fix=fix) from error
    (signer,) = decoded.signed_data.signer_infos
    names = [one.subject.rfc4514_string() for one in leaf if one.serial_number == signer.serial_number]
    return Stamp(version, decoded.tst_info.gen_time, names[0] if names else "")


def _versions(out: Path) -> list[str]:
    """The versions of a release, in their order."""
    folders = (out / OBJECT).iterdir() if (out / OBJECT).is_dir() else ()
    numbers = sorted(int(match[1]) for path in folders if (match := _VERSION.fullmatch(path.name)))
    if not numbers:
        raise BadArchive("there is no release here", where=str(out), fix="make one with `byname release`")
    return [f"v{number}" for number in numbers]


def _inventory(out: Path, version: str) -> bytes:
    path = out / OBJECT / version / INVENTORY
    if version not in _versions(out) or not path.is_file():
        raise BadArchive(f"there is no version {version}", where=str(out), fix="leave it out for the latest one")
    return path.read_bytes()


def _read(path: Path) -> bytes:
    check_regular(path, BadArchive)
    with path.open("rb") as file:
        return file.read(_LONGEST)


def _client() -> ModuleType:
    try:
        import rfc3161_client
    except ImportError as error:
        fix = "`pip install byname[stamps]` brings it"
        raise BadArchive("rfc3161-client is not installed", where="stamps", fix=fix) from error
    return rfc3161_client
