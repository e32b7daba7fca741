"""The catalogue of public collections."""

from __future__ import annotations

import datetime as dt
import functools
import gzip
import hashlib
import http.server
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from byname.errors import BadMapping, BadSource
from byname.sources.catalogue import (
    Collection,
    CollectionFile,
    collection_names,
    download,
    fetch,
    find_collection,
    mapping_path,
    parse_collection,
)
from byname.sources.limits import Limits
from byname.sources.mapping_reading import read_mapping

TEXT = b"AAVIK, Johannes\n"
PACKED = gzip.compress(TEXT, mtime=0)


def collection(*, address: str | None = None) -> Collection:
    file = CollectionFile(
        "r1records.txt.gz", "R1", hashlib.sha256(PACKED).hexdigest(), hashlib.sha256(TEXT).hexdigest(), address
    )
    return Collection("invented", "t", "MIT", True, "c", None, "2026-11-23", (file,))


def test_every_entry_is_valid_and_its_mappings_cover_its_files() -> None:
    assert collection_names() == ["estonia-memento", "memory-book-texts", "moscow-shot"]
    for name in collection_names():
        entry = find_collection(name)
        assert entry.name == name
        for file in entry.files:
            mapping = read_mapping(mapping_path(file.mapping))
            assert mapping.source == file.mapping
            assert isinstance(mapping.prefix_of(file.name), str)


def test_only_what_has_a_licence_is_marked_for_republication() -> None:
    assert {name: find_collection(name).republish for name in collection_names()} == {
        "estonia-memento": True,
        "memory-book-texts": True,
        "moscow-shot": False,
    }


def test_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(BadSource, match=r"did you mean `estonia-memento`\?.*moscow-shot"):
        find_collection("estonia-momento")


def test_entry_with_mistakes_tells_them_all() -> None:
    with pytest.raises(BadMapping) as caught:
        parse_collection("name: x\nfiles:\n  - {name: a/b, sha256: 12, address: http://x}\n", "x.yaml")
    for part in ("`licence` is missing", "without a folder", "64 hexadecimal", "https://", "`mapping` is missing"):
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [("r1records.txt.gz", PACKED), ("r1records.txt", TEXT), ("r1records.txt.gz", gzip.compress(TEXT, 1, mtime=7))],
)
def test_files_are_taken_from_a_folder_packed_or_not(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    [(path, mapping)] = fetch(collection(), tmp_path / "into", folder=tmp_path)
    assert (path.name, mapping.name) == (name, "R1.yaml")
    assert not (tmp_path / "into").exists()


def test_missing_and_changed_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match=r"these are missing: r1records.txt.gz"):
        fetch(collection(), tmp_path, folder=tmp_path)
    (tmp_path / "r1records.txt").write_bytes(TEXT + b"!")
    with pytest.raises(BadSource, match=r"not that of the catalogue: r1records.txt"):
        fetch(collection(), tmp_path, folder=tmp_path)


def test_download_needs_https_and_tells_why_it_failed(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="only https"):
        download("file:///etc/hostname", tmp_path / "x")
    with pytest.raises(BadSource, match="the download failed"):
        fetch(collection(address="https://127.0.0.1:9/r1records.txt"), tmp_path)
    with pytest.raises(BadSource, match="no public address"):
        fetch(collection(), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an https server on this machine that holds the file, with a certificate made for the test."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (tmp_path / "served").mkdir()
    (tmp_path / "served" / "r1records.txt").write_bytes(TEXT)
    pem = tmp_path / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    monkeypatch.setenv("no_proxy", "localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    handler = functools.partial(_Silent, directory=str(tmp_path / "served"))
    with http.server.ThreadingHTTPServer(("localhost", 0), handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"https://localhost:{server.server_port}"
        server.shutdown()
        thread.join()


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Write nothing to standard error."""

    def do_GET(self) -> None:
        if self.path != "/elsewhere":
            super().do_GET()
            return
        self.send_response(302)
        self.send_header("Location", "http://localhost/r1records.txt")
        self.end_headers()


def test_file_is_downloaded_checked_and_put_in_its_place(tmp_path: Path, address: str) -> None:
    into = tmp_path / "into"
    [(path, mapping)] = fetch(collection(address=f"{address}/r1records.txt"), into)
    assert (path.read_bytes(), mapping.name) == (TEXT, "R1.yaml")
    assert [found.name for found in into.iterdir()] == ["r1records.txt"]


def test_download_that_leaves_https_or_is_too_large_or_absent_is_refused(tmp_path: Path, address: str) -> None:
    target = tmp_path / "into" / "x"
    with pytest.raises(BadSource, match="which is not https"):
        download(f"{address}/elsewhere", target)
    with pytest.raises(BadSource, match="more than 5 bytes"):
        download(f"{address}/r1records.txt", target, Limits(download_bytes=5))
    with pytest.raises(BadSource, match="404"):
        download(f"{address}/nothing", target)
    assert list(target.parent.iterdir()) == []


def test_download_that_is_already_there_is_not_repeated(tmp_path: Path) -> None:
    (tmp_path / "r1records.txt").write_bytes(TEXT)
    [(path, _)] = fetch(collection(address="https://127.0.0.1:9/r1records.txt"), tmp_path)
    assert path == tmp_path / "r1records.txt"


def test_mapping_that_is_not_there_is_told() -> None:
    with pytest.raises(BadSource, match="there is no mapping"):
        mapping_path("nothing")


@pytest.mark.shared
@pytest.mark.parametrize("name", ["estonia-memento", "memory-book-texts", "moscow-shot"])
def test_shared_files_are_those_of_the_catalogue(collections: Path, tmp_path: Path, name: str) -> None:
    entry = find_collection(name)
    assert len(fetch(entry, tmp_path, folder=collections / name)) == len(entry.files)
