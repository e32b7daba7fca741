"""Telling encodings apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from byname.errors import BadSource
from byname.sources.encoding import check_stated, detect_encoding

RUSSIAN = (
    "Тухачевский Михаил Николаевич, родился в 1893 г. в имении Александровское; Маршал Советского Союза. "
    "Расстрелян 12 июня 1937 г. по приговору суда. Реабилитирован 31 января 1957 года.\n"
)
UKRAINIAN = (
    "Курбас Олександр-Зенон Степанович, український режисер, заарештований у Москві, розстріляний. Її праці є.\n"
)
ESTONIAN = "PÄTS, Konstantin, sünd. 1874 Pärnumaa Tahkuranna, küüditatud, Šveits, žürii, põllumees, õde, öine\n"
GERMAN = "Münzenberg, Jürgen (erfunden), geboren in Köln, größer, Straße, verhaftet am 3. März, für tot erklärt\n"
POLISH = "Warski Adolf, urodzony w Łodzi, więzień, aresztowany, śmierć, ukończył szkołę, zięć, żołnierz\n"
SPANISH = "Nin Pérez, Andrés, detenido en Barcelona, año 1937, según el señor Núñez, desaparición\n"
GREEK = "Ζαχαριάδης Νίκος, γεννήθηκε στην Αδριανούπολη το 1903, συνελήφθη και εξορίστηκε στη Σιβηρία\n"
LATVIAN = "Rūdzutaks Jānis, dzimis Kursīšu pagastā, šķirsts, ģimene, ļaudis, žēl\n"


@pytest.mark.parametrize(
    ("text", "encodings"),
    [
        (RUSSIAN, ["cp1251", "koi8-r", "cp866", "iso-8859-5", "mac-cyrillic", "utf-16-le", "utf-16-be", "utf-16"]),
        (RUSSIAN.upper(), ["cp1251", "koi8-r", "cp866", "iso-8859-5"]),
        (UKRAINIAN, ["cp1251", "koi8-u", "iso-8859-5", "mac-cyrillic"]),
        (ESTONIAN, ["cp1252", "cp1257", "iso-8859-15", "iso-8859-13"]),
        (GERMAN, ["cp1252", "iso-8859-1", "cp850", "mac-roman"]),
        (POLISH, ["cp1250", "iso-8859-2", "cp852", "cp1257"]),
        (SPANISH, ["cp1252", "cp850"]),
        (LATVIAN, ["cp1257"]),
    ],
)
def test_text_reads_the_same_in_the_encoding_that_is_found(text: str, encodings: list[str]) -> None:
    for encoding in encodings:
        packed = text.encode(encoding)
        found = detect_encoding(packed, "list.txt")
        assert packed.decode(found.name).lstrip("\ufeff") == text, (encoding, found)
        assert found.confidence > 0.5


def test_other_scripts_are_left_to_charset_normalizer() -> None:
    assert GREEK.encode("cp1253").decode(detect_encoding(GREEK.encode("cp1253"), "x").name) == GREEK
    text = "מיכאיל טוכצ׳בסקי נולד בשנת 1893 והוצא להורג ביוני 1937 לאחר משפט סגור בעיר מוסקבה\n" * 5
    packed = text.encode("cp1255")
    found = detect_encoding(packed, "x")
    assert packed.decode(found.name) == text
    assert found.how == "charset-normalizer"


def test_utf8_that_the_sample_cuts_is_still_utf8() -> None:
    assert detect_encoding("Бухарин".encode()[:-1], "x").name == "utf-8"


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(BadSource, match="NUL"):
        detect_encoding(bytes(range(256)) * 10, "picture.csv")
    with pytest.raises(BadSource, match="controls"):
        detect_encoding(b"\x01\x02\x03abc" * 10, "picture.csv")


@pytest.mark.parametrize("stated", ["cp1251", "koi8-r", "latin-1"])
def test_stated_encoding_that_contradicts_the_bytes_is_refused(stated: str) -> None:
    with pytest.raises(BadSource, match="its bytes are utf-8"):
        check_stated(stated, RUSSIAN.encode("utf-8"), "list.txt")
    with pytest.raises(BadSource, match="its bytes are utf-16"):
        check_stated(stated, RUSSIAN.encode("utf-16"), "list.txt")


def test_stated_encoding_that_fits_is_taken() -> None:
    assert check_stated("windows-1251", RUSSIAN.encode("cp1251"), "x").name == "cp1251"
    assert check_stated("utf-8", b"\xef\xbb\xbfabc", "x").name == "utf-8-sig"
    assert check_stated("utf-16", RUSSIAN.encode("utf-16"), "x").name == "utf-16"
    assert check_stated("utf-16-le", RUSSIAN.encode("utf-16"), "x").name == "utf-16"
    assert check_stated("utf-16-le", RUSSIAN.encode("utf-16-le"), "x").name == "utf-16-le"
    assert check_stated("cp1251", b"plain", "x").name == "cp1251"


@pytest.mark.shared
def test_texts_said_to_be_cp1251_are_found_to_be_utf8(collections: Path) -> None:
    from byname.sources.mapping import EntryUnits, SourceMapping, TableLayout
    from byname.sources.reading import open_source

    path = collections / "memory-book-texts" / "texts.zip"
    mapping = SourceMapping(
        *("M", {"en": "t"}, "c", "l", "ru", "u", False),
        layout=TableLayout(encoding="cp1251"),
        entries=EntryUnits("separator"),
    )
    with pytest.raises(BadSource, match="says that the text is cp1251, but its bytes are utf-8"):
        open_source(path, mapping)
