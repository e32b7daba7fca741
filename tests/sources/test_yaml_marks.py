from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from byname.errors import BadMapping
from byname.sources.yaml_marks import (
    DEEPEST,
    MOST_ALIASES,
    MOST_BYTES,
    Block,
    Mistakes,
    compose,
    nearest,
    read_yaml_text,
    refuse_bomb,
)


def block_of(text: str, known: list[str] | None = None) -> Block:
    return Block.of(compose(text, "m.yaml"), Mistakes("m.yaml"), known)


def told(block: Block) -> list[str]:
    """The mistakes noted so far, each with its line."""
    return [f"{line}: {what}" for line, what in block.mistakes.found]


def test_mistakes_are_told_together_in_the_order_of_their_lines() -> None:
    node, mistakes = compose("a: 1\nb: 2\n", "m.yaml"), Mistakes("m.yaml")
    mistakes.raise_all()
    mistakes.add(node.value[1][1], "second")
    with pytest.raises(BadMapping) as caught:
        mistakes.raise_all()
    assert str(caught.value) == "m.yaml: 1 mistake: line 2: second"
    mistakes.add(node.value[0][1], "first")
    with pytest.raises(BadMapping) as caught:
        mistakes.raise_all()
    assert str(caught.value) == "m.yaml: 2 mistakes: line 1: first; line 2: second"


def test_a_file_is_read_as_utf8_with_or_without_its_mark_up_to_a_size(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: \xd0\xb0")
    assert read_yaml_text(path, "mapping") == "a: а"
    path.write_bytes(b"#" * MOST_BYTES)
    assert len(read_yaml_text(path, "mapping")) == MOST_BYTES
    for content, says in (
        (b"#" * (MOST_BYTES + 1), "the grammar has more than"),
        (b"\xff", "the grammar is not UTF-8"),
    ):
        path.write_bytes(content)
        with pytest.raises(BadMapping, match=says):
            read_yaml_text(path, "grammar")
    with pytest.raises(BadMapping, match="this is a folder"):
        read_yaml_text(tmp_path, "mapping")


def test_yaml_may_refer_to_itself_and_be_nested_up_to_a_bound() -> None:
    refuse_bomb("a: &a x\nb: [" + ", ".join(["*a"] * MOST_ALIASES) + "]\n", "m.yaml")
    with pytest.raises(BadMapping, match=f"line 2: the YAML has more than {MOST_ALIASES} aliases"):
        refuse_bomb("a: &a x\nb: [" + ", ".join(["*a"] * (MOST_ALIASES + 1)) + "]\n", "m.yaml")
    refuse_bomb("[" * DEEPEST + "]" * DEEPEST, "m.yaml")
    with pytest.raises(BadMapping, match=f"line 1: the YAML has more than {DEEPEST} levels"):
        refuse_bomb("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "m.yaml")
    with pytest.raises(BadMapping, match="line 2: a value holds a character that no text has"):
        refuse_bomb('a: x\nb: "\\0"\n', "m.yaml")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: 1\nb: [\n", "line 3: this is not YAML"),
        ("a: 1\nb: *c\n", "line 2: this is not YAML: found undefined alias"),
        ("- a\n", "line 1: a list of `key: value` lines is expected"),
        ("", "line 1: a list of `key: value` lines is expected"),
        ("\x01", "this is not YAML"),
    ],
)
def test_what_is_no_list_of_keys_is_refused_with_its_line(text: str, says: str) -> None:
    with pytest.raises(BadMapping, match=says):
        compose(text, "m.yaml")


def test_a_word_is_only_proposed_where_it_is_near() -> None:
    assert nearest("birth_dat", ["birth_date", "name"]) == " (did you mean `birth_date`?)"
    assert nearest("xyz", ["birth_date", "name"]) == nearest("x", []) == ""


def test_keys_that_are_unknown_repeated_or_no_words_are_mistakes() -> None:
    block = block_of("name: a\nnam: b\nname: c\n[x]: d\n", ["name"])
    assert block.text("name") == "a"
    assert told(block) == [
        "2: unknown key `nam` (did you mean `name`?)",
        "3: `name` is given twice",
        "4: a key must be a word",
    ]


def test_any_key_is_good_where_none_are_known() -> None:
    block = block_of("x: a\ny: b\n")
    assert (list(block.values), told(block)) == (["x", "y"], [])


def test_a_key_without_a_value_is_not_given() -> None:
    block = block_of("a:\nb: ~\nc: x\n")
    assert [block.has(key) for key in "abcd"] == [False, False, True, False]
    block.require("abc")
    assert told(block) == ["1: `a` is missing", "1: `b` is missing"]
    assert (block.text("a"), block.block("a", None), block.items("b", lambda node: node)) == (None, None, ())


@pytest.mark.parametrize(
    ("line", "take", "mistake"),
    [
        ("a: [x]", lambda block: block.text("a"), "`a` must be text"),
        ('a: "  "', lambda block: block.text("a"), "`a` must be text"),
        ('a: "x\\e"', lambda block: block.text("a"), "`a` holds control characters"),
        ("a: xy", lambda block: block.text("a", "x", "an x"), "`a` is `xy`, but must be an x"),
        ("a: z", lambda block: block.one_of("a", ("x", "y")), "`a` is `z`, but must be one of x, y"),
        ("a: -1", lambda block: block.number("a"), "`a` is `-1`, but must be a whole number"),
        ("a: 1234567890", lambda block: block.number("a"), "`a` is `1234567890`, but must be a whole number"),
        ("a: maybe", lambda block: block.truth("a"), "`a` is `maybe`, but must be `true` or `false`"),
        ("a: x", lambda block: block.block("a", None), "`a` must hold `key: value` lines"),
    ],
)
def test_a_value_of_another_kind_is_none_and_a_mistake(line, take, mistake) -> None:  # type: ignore[no-untyped-def]
    block = block_of(line)
    assert take(block) is None
    assert told(block) == [f"1: {mistake}"]


def test_values_are_taken_as_they_are_written() -> None:
    block = block_of('day: 2026-11-23\nnumber: 007\nright: True\nlist: [a, 1.0]\nbelow: {x: y}\nseparator: "\\e"\n')
    assert (block.text("day"), block.number("number"), block.truth("right")) == ("2026-11-23", 7, True)
    assert block.texts("list") == ("a", "1.0")
    below = block.block("below", ["x"])
    assert below is not None
    assert below.text("x") == "y"
    assert block.text("separator") == "\x1b"  # stands in the file as it is
    assert told(block) == []


def test_what_is_no_text_in_a_list_is_left_out_with_a_mistake() -> None:
    block = block_of("a: [x, [y], '', z]\nb: x\n")
    assert block.texts("a") == ("x", "z")
    assert block.texts("b") == ()
    assert told(block) == ["1: text is expected here", "2: `b` must be a list"]  # of one line the same is told once


def test_the_line_of_a_node_is_that_of_the_file() -> None:
    node = compose("# a comment\n\na:\n  b: x\n", "m.yaml")
    assert isinstance(node.value[0][1], yaml.MappingNode)
    mistakes = Mistakes("m.yaml")
    mistakes.add(node.value[0][1].value[0][1], "here")
    assert mistakes.found == [(4, "here")]
