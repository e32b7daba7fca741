from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from byname.exports.gedcom_lines import Lines, cleaned


def _read(lines: str, seven: bool) -> str:
    """The payload of the first structure, as the grammar of the version has it read."""
    text = ""
    for number, line in enumerate(lines.removesuffix("\n").split("\n")):
        _, _, rest = line.partition(" ")
        tag, _, payload = rest.partition(" ")
        if seven and payload.startswith("@@"):
            payload = payload[1:]
        text += ("\n" if tag == "CONT" and number else "") + payload
    return text if seven else text.replace("@@", "@")


@given(text=st.text(st.characters(codec="utf-8")) | st.text("ab @\n", min_size=190, max_size=900), seven=st.booleans())
def test_any_text_is_read_again_as_it_was_without_control_characters(text: str, seven: bool) -> None:
    lines = Lines(seven).of(1, "NOTE", text)
    assert _read(lines, seven) == cleaned(text)
    assert seven or all(len(line) <= 255 for line in lines.splitlines())
