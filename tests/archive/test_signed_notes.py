from __future__ import annotations

import pytest

from byname.archive.signed_notes import Checkpoint, Note, Signer, Verifier, written
from byname.errors import BadArchive

# The example in the documentation of golang.org/x/mod/sumdb/note (a key made to be published).
SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
LINE = (
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def test_the_published_example_comes_out() -> None:
    signer = Signer.read(SECRET)
    assert signer.verifier().text == PUBLIC
    assert signer.sign(TEXT) == LINE
    note = Note.read(f"{TEXT}\n{LINE}")
    assert note.text == TEXT
    assert note.is_signed_by(Verifier.read(PUBLIC))


def test_a_changed_text_a_changed_signature_and_another_key_are_refused() -> None:
    key = Verifier.read(PUBLIC)
    assert not Note.read(f"{TEXT.replace('you', 'we')}\n{LINE}").is_signed_by(key)
    assert not Note.read(f"{TEXT}\n{LINE.replace('nNIuG', 'nNIuH')}").is_signed_by(key)
    assert not Note.read(f"{TEXT}\n{LINE}").is_signed_by(Signer.new("PeterNeumann").verifier())
    wrong_beside = f"{TEXT}\n{LINE}{LINE.replace('nNIuG', 'nNIuH')}"
    assert not Note.read(wrong_beside).is_signed_by(key)


def test_a_witness_signs_the_time_with_the_checkpoint() -> None:
    witness = Signer.new("witness.example.org")
    text = Checkpoint("archive.example.org", 3, bytes(32)).text
    note = Note.read(written(text, [witness.cosign(text, 1_000)]))
    assert note.is_signed_by(witness.witness())
    assert not note.is_signed_by(witness.verifier())
    name, id, signature = note.signatures[0]
    assert int.from_bytes(signature[:8], "big") == 1_000
    assert not witness.witness().accepts(text, (1_001).to_bytes(8, "big") + signature[8:])
    assert Verifier.read(witness.witness().text) == witness.witness()
    assert (name, id) == ("witness.example.org", witness.witness().id)


@pytest.mark.parametrize("text", ["", "a+b+c", PUBLIC.replace("c74f", "c74e"), PUBLIC[:-2], PUBLIC + "A", SECRET])
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(BadArchive, match="no key to check with"):
        Verifier.read(text)


@pytest.mark.parametrize("text", ["", PUBLIC, SECRET[:-1], SECRET.replace("c74f", "0000")])
def test_what_is_no_secret_key_is_refused(text: str) -> None:
    with pytest.raises(BadArchive, match="no key to sign with"):
        Signer.read(text)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\nb"])
def test_a_name_that_breaks_a_line_is_refused(name: str) -> None:
    with pytest.raises(BadArchive, match="cannot name a key"):
        Signer.new(name)


@pytest.mark.parametrize(
    "note", ["", "text", f"{TEXT}{LINE}", f"{TEXT}\n", f"{TEXT}\n{LINE}x", f"{TEXT}\n- a b\n", f"a\x00\n\n{LINE}"]
)
def test_what_is_no_note_is_refused(note: str) -> None:
    with pytest.raises(BadArchive, match="no signed note"):
        Note.read(note)


@pytest.mark.parametrize(
    "text", ["", "a\n", "a\n01\nAAAA\n", "a\n-1\nAAAA\n", "a\n1\nAAAA\n", "\n1\n\n", f"a\n{'9' * 5000}\n\n"]
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadArchive, match="no checkpoint"):
        Checkpoint.read(text)
