"""Stamps of time, given by an authority of our own: openssl signs, we check; and the other way round."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from byname.errors import BadArchive
from byname.exports.release.stamps import authorities_in, keep_stamp, request_of, stamps_of

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None and os.environ.get("CI") != "true", reason="openssl is not installed"
)
BEGAN = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
CONFIG = """\
[tsa]
serial = {folder}/serial
digests = sha256, sha512
signer_digest = sha256
default_policy = 1.2.3.4
ess_cert_id_alg = sha256
"""


class Authority:
    """An authority that stamps what it is sent, with a root certificate of its own."""

    def __init__(self, folder: Path, purpose: x509.ObjectIdentifier = ExtendedKeyUsageOID.TIME_STAMPING) -> None:
        folder.mkdir()
        self.folder, self.root = folder, folder / "root.pem"
        keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
        names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("Invented Root", "Invented")]
        for number, (key, name) in enumerate(zip(keys, names, strict=True)):
            builder = (
                x509.CertificateBuilder().subject_name(name).issuer_name(names[0]).public_key(key.public_key())
                .serial_number(number + 1).not_valid_before(BEGAN).not_valid_after(BEGAN + dt.timedelta(days=36_500))
                .add_extension(x509.BasicConstraints(ca=number == 0, path_length=None), critical=True)
            )  # fmt: skip
            if number:
                builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
            made = builder.sign(keys[0], hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
            (self.root if number == 0 else folder / "own.pem").write_bytes(made)
        own = keys[1].private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (folder / "own.key").write_bytes(own)
        (folder / "serial").write_text("01")
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))

    def stamp(self, request: bytes) -> bytes:
        """The answer to a request."""
        (self.folder / "request.tsq").write_bytes(request)
        command = ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-section", "tsa", "-queryfile", "request.tsq",
                   "-signer", "own.pem", "-inkey", "own.key", "-out", "answer.tsr"]  # fmt: skip
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True, timeout=60)
        return (self.folder / "answer.tsr").read_bytes()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority") / "tsa")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The parts of a release of two versions that a stamp is about."""
    for version in ("v1", "v2"):
        folder = tmp_path / "out" / "object" / version
        folder.mkdir(parents=True)
        (folder / "inventory.json").write_text(f'{{"head": "{version}"}}')
    return tmp_path / "out"


def test_a_stamp_is_kept_and_says_when_by_whom(out: Path, authority: Authority) -> None:
    roots = authorities_in(authority.root)
    stamp = keep_stamp(out, authority.stamp(request_of(out)), roots)
    assert (stamp.version, stamp.authority) == ("v2", "CN=Invented")
    keep_stamp(out, authority.stamp(request_of(out, "v1")), roots, "v1")
    found = stamps_of(out, roots)
    assert [one.version for one in found] == ["v1", "v2"]
    assert found[1] == stamp
    checked = ["openssl", "ts", "-verify", "-in", str(out / "signatures" / "v2.tsr"), "-CAfile", str(authority.root),
               "-data", str(out / "object" / "v2" / "inventory.json")]  # fmt: skip
    assert "Verification: OK" in subprocess.run(checked, capture_output=True, text=True, timeout=60, check=True).stdout


def test_a_request_is_the_same_each_time(out: Path) -> None:
    assert request_of(out) == request_of(out, "v2") != request_of(out, "v1")


def test_an_answer_that_does_not_hold_is_not_kept(out: Path, authority: Authority, tmp_path: Path) -> None:
    roots, other = authorities_in(authority.root), Authority(tmp_path / "other")
    answer = authority.stamp(request_of(out, "v1"))
    web = Authority(tmp_path / "web", ExtendedKeyUsageOID.SERVER_AUTH)
    for wrong in (answer, other.stamp(request_of(out)), b"", b"x" * 99, answer[:-1], answer[:200] + answer[201:]):
        with pytest.raises(BadArchive, match="the stamp of v2 does not hold"):
            keep_stamp(out, wrong, roots)
    with pytest.raises((BadArchive, subprocess.CalledProcessError)):  # openssl makes none, either
        keep_stamp(out, web.stamp(request_of(out)), authorities_in(web.root))
    assert not (out / "signatures").exists()


def test_a_release_that_was_changed_after_its_stamp_is_found(out: Path, authority: Authority) -> None:
    roots = authorities_in(authority.root)
    first = keep_stamp(out, authority.stamp(request_of(out)), roots)
    path = out / "signatures" / "v2.tsr"
    kept = path.read_bytes()
    for place in range(0, len(kept), 37):
        path.write_bytes(kept[:place] + bytes([kept[place] ^ 1]) + kept[place + 1 :])
        try:
            (stamp,) = stamps_of(out, roots)
        except BadArchive:
            continue
        assert stamp == first, place  # what is not signed, and says nothing
    path.write_bytes(kept)
    (out / "object" / "v2" / "inventory.json").write_text("{}")
    with pytest.raises(BadArchive, match="the stamp of v2 does not hold"):
        stamps_of(out, roots)


def test_what_is_missing_is_named(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadArchive, match="there is no release here"):
        request_of(tmp_path)
    with pytest.raises(BadArchive, match="there is no version v9"):
        request_of(out, "v9")
    (tmp_path / "root.pem").write_text("no certificate")
    with pytest.raises(BadArchive, match="there is no certificate"):
        authorities_in(tmp_path / "root.pem")
    assert stamps_of(out, []) == []
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    with pytest.raises(BadArchive, match="rfc3161-client is not installed"):
        request_of(out)
