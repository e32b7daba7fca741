"""Records stage: entries as tables can hold them; control characters, which no export can write, are shown as pictures.

Takes an entry; gives the same entry in which each control character of ASCII has become its Unicode picture ("␀" for
NUL), so that every span stays where it was, and the problem that says so. Those of the second set (U+0080 to U+009F)
can be written and have no pictures: they stay as they stand, and a problem names them too; so do signs that turn the
direction of the text after them, by which a reader sees another text than stands there. The marks of Arabic and Hebrew
(U+200E, U+200F, U+061C), which turn nothing, are none.
"""

from __future__ import annotations

import re
from dataclasses import replace

from byname.sources.entry import Entry

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LAST_OF_ASCII, _LAST_OF_CONTROLS = "\x7f", "\x9f"
_PICTURES = {code: 0x2400 + code for code in (*range(9), *range(14, 28))} | {0x7F: 0x2421}


def control_problem(entry: Entry) -> str | None:
    """Say which control characters an entry holds; line ends, tabulators and separators of ASCII are none.

    >>> control_problem(Entry("S", "0", "f", "Bukharin\\x00 1888"))
    'holds control characters (U+0000), shown as ␀'
    >>> control_problem(Entry("S", "0", "f", "Bukharin\\x96 1888"))
    'holds control characters (U+0096), kept as written: perhaps its encoding is another'
    >>> control_problem(Entry("S", "0", "f", "Bukharin\\u202e 1888"))
    'holds signs that turn the direction of text (U+202E), kept as written'
    """
    text = entry.text or "".join([cell.text for cell in entry.cells.values()])
    if text.isprintable() or not (found := _CONTROL.findall(text)):
        return None
    codes = sorted(set(found))
    shown = [code for code in codes if code <= _LAST_OF_ASCII]
    kept = [code for code in codes if _LAST_OF_ASCII < code <= _LAST_OF_CONTROLS]
    turning = [code for code in codes if code > _LAST_OF_CONTROLS]
    pictures = " ".join(code.translate(_PICTURES) for code in shown)
    told = [f"holds control characters ({_named(shown)}), shown as {pictures}"] if shown else []
    if kept:
        told.append(f"holds control characters ({_named(kept)}), kept as written: perhaps its encoding is another")
    if turning:
        told.append(f"holds signs that turn the direction of text ({_named(turning)}), kept as written")
    return "; ".join(told)


def holds_controls(text: str) -> bool:
    """Whether a text holds any of the characters that `control_problem` names.

    >>> holds_controls("Bukharin\\x00 1888"), holds_controls("Bukharin\\n1888")
    (True, False)
    """
    return not text.isprintable() and _CONTROL.search(text) is not None


def _named(codes: list[str]) -> str:
    return ", ".join(f"U+{ord(code):04X}" for code in codes)


def with_controls_shown(entry: Entry) -> Entry:
    """The same entry with a picture for each control character.

    >>> with_controls_shown(Entry("S", "0", "f", "Bukharin\\x00 1888")).text
    'Bukharin␀ 1888'
    """
    return replace(
        entry,
        text=entry.text.translate(_PICTURES),
        cells={name: cell._replace(text=cell.text.translate(_PICTURES)) for name, cell in entry.cells.items()},
    )
