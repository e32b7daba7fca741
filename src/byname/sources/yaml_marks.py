"""YAML with the line of every value, and a list of mistakes to which each check adds, so that all are told at once.

Takes the text of a mapping or catalogue file; gives the values it holds and one BadMapping that names every mistake.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import yaml
from rapidfuzz import fuzz, process

from byname.errors import BadMapping
from byname.sources.regular_files import check_regular

T = TypeVar("T")
MOST_BYTES, MOST_ALIASES, DEEPEST = 1024**2, 100, 50
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")
_PLACES = ("column", "rows", "separator", "sheet")  # stand in the file as they are
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(slots=True)
class Mistakes:
    """The mistakes found so far in one file, each with its line."""

    where: str
    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, node: yaml.Node, what: str) -> None:
        """Note a mistake at the place of a node, once."""
        mistake = (node.start_mark.line + 1, what)
        if mistake not in self.found:
            self.found.append(mistake)

    def raise_all(self) -> None:
        """Raise one BadMapping with all mistakes in the order of their lines, if there are any."""
        if self.found:
            told = "; ".join(f"line {line}: {what}" for line, what in sorted(self.found))
            count = "1 mistake" if len(self.found) == 1 else f"{len(self.found)} mistakes"
            raise BadMapping(f"{count}: {told}", where=self.where)


def read_yaml_text(path: Path, what: str) -> str:
    """The text of a mapping or grammar (`what`); BadMapping where it cannot be opened, is too long or not UTF-8."""
    check_regular(path, BadMapping)
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadMapping(
            f"the {what} cannot be opened: {error.strerror}", where=str(path), fix="check the path"
        ) from error
    if len(content) > MOST_BYTES:
        raise BadMapping(f"the {what} has more than {MOST_BYTES:,} bytes", where=str(path), fix="check the path")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadMapping(f"the {what} is not UTF-8 text", where=str(path), fix="save it as UTF-8") from error


def refuse_bomb(text: str, where: str) -> None:
    """Raise BadMapping where YAML refers to itself so often, or is nested so deeply, that it would fill the memory."""
    aliases = depth = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            aliases += isinstance(event, yaml.AliasEvent)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if aliases > MOST_ALIASES or depth > DEEPEST:
                line = _line_of(event)
                what = f"more than {MOST_ALIASES} aliases" if aliases > MOST_ALIASES else f"more than {DEEPEST} levels"
                raise BadMapping(f"line {line}: the YAML has {what}", where=where, fix="write the values out")
            if isinstance(event, yaml.ScalarEvent) and _NOT_TEXT.search(event.value):
                line = _line_of(event)
                raise BadMapping(f"line {line}: a value holds a character that no text has", where=where)
    except (yaml.YAMLError, ValueError, OverflowError):
        return  # reading it says where


def _line_of(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def compose(text: str, where: str) -> yaml.MappingNode:
    """Read YAML into its node tree; BadMapping where it is no YAML or not a list of `key: value`."""
    refuse_bomb(text, where)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadMapping(f"line {line}: this is not YAML: {error.problem}", where=where) from error
    except yaml.YAMLError as error:
        raise BadMapping(f"this is not YAML: {error}", where=where) from error
    except (ValueError, OverflowError) as error:  # a code of a character that does not exist
        raise BadMapping(f"this is not YAML: {error}", where=where) from error
    except RecursionError as error:
        raise BadMapping("the values are nested too deeply", where=where) from error
    if not isinstance(node, yaml.MappingNode):
        raise BadMapping("line 1: a list of `key: value` lines is expected", where=where)
    return node


def nearest(word: str, known: Iterable[str]) -> str:
    """Say which known word was perhaps meant, as the tail of a message.

    >>> nearest("birth_dat", ["birth_date", "death_date"])
    ' (did you mean `birth_date`?)'
    """
    found = process.extractOne(word, list(known), scorer=fuzz.ratio, score_cutoff=60)
    return f" (did you mean `{found[0]}`?)" if found else ""


@dataclass(frozen=True, slots=True)
class Block:
    """The `key: value` lines of one YAML block; asking for a value checks it and notes what is wrong."""

    node: yaml.MappingNode
    values: dict[str, yaml.Node]
    mistakes: Mistakes

    @staticmethod
    def of(node: yaml.MappingNode, mistakes: Mistakes, known: Iterable[str] | None, what: str = "key") -> Block:
        """Take a node apart; keys that are not text, repeated or (where `known` is given) unknown are mistakes."""
        values: dict[str, yaml.Node] = {}
        known = None if known is None else list(known)
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                mistakes.add(key, f"a {what} must be a word")
            elif key.value in values:
                mistakes.add(key, f"`{key.value}` is given twice")
            elif known is not None and key.value not in known:
                mistakes.add(key, f"unknown {what} `{key.value}`{nearest(key.value, known)}")
            else:
                values[key.value] = value
        return Block(node, values, mistakes)

    def has(self, key: str) -> bool:
        """Whether the key is given and not null."""
        return key in self.values and not is_null(self.values[key])

    def require(self, keys: Iterable[str]) -> None:
        """Note every key that is not given."""
        for key in keys:
            if not self.has(key):
                self.mistakes.add(self.node, f"`{key}` is missing")

    def text(self, key: str, pattern: str | None = None, meaning: str = "") -> str | None:
        """Give the text of a key, or None where it is not given or not of the pattern."""
        if not self.has(key):
            return None
        value = scalar(self.values[key])
        if value is None or not value.strip():
            self.mistakes.add(self.values[key], f"`{key}` must be text")
            return None
        if key not in _PLACES and _CONTROL.search(value):
            self.mistakes.add(self.values[key], f"`{key}` holds control characters")
            return None
        if pattern is not None and not re.fullmatch(pattern, value):
            self.mistakes.add(self.values[key], f"`{key}` is `{value}`, but must be {meaning}")
            return None
        return value

    def one_of(self, key: str, known: tuple[str, ...]) -> str | None:
        """Give the text of a key that must be one of the known words."""
        value = self.text(key)
        if value is not None and value not in known:
            self.mistakes.add(self.values[key], f"`{key}` is `{value}`, but must be one of {', '.join(known)}")
            return None
        return value

    def number(self, key: str) -> int | None:
        """Give the whole number of a key."""
        value = self.text(key, r"\d{1,9}", "a whole number")
        return int(value) if value is not None else None

    def truth(self, key: str) -> bool | None:
        """Give the `true` or `false` of a key; `yes` and `no` say the same."""
        value = self.text(key, r"(?i:true|false|yes|no)", "`true` or `false`")
        return value.lower() in ("true", "yes") if value is not None else None

    def block(self, key: str, known: Iterable[str] | None, what: str = "key") -> Block | None:
        """Give the block below a key."""
        node = self.values.get(key)
        if node is None or is_null(node):
            return None
        if isinstance(node, yaml.MappingNode):
            return Block.of(node, self.mistakes, known, what)
        self.mistakes.add(node, f"`{key}` must hold `key: value` lines")
        return None

    def items(self, key: str, take: Callable[[yaml.Node], T | None]) -> tuple[T, ...]:
        """Give what `take` makes of each item of the list below a key; items it gives None for are left out."""
        node = self.values.get(key)
        if node is None or is_null(node):
            return ()
        if not isinstance(node, yaml.SequenceNode):
            self.mistakes.add(node, f"`{key}` must be a list")
            return ()
        taken = (take(item) for item in node.value)
        return tuple(item for item in taken if item is not None)

    def texts(self, key: str) -> tuple[str, ...]:
        """Give the list of texts below a key."""
        return self.items(key, self._text_item)

    def _text_item(self, node: yaml.Node) -> str | None:
        value = scalar(node)
        if not value:
            self.mistakes.add(node, "text is expected here")
        return value or None


def is_null(node: yaml.Node) -> bool:
    """Whether nothing stands after the key."""
    return node.tag == "tag:yaml.org,2002:null"


def scalar(node: yaml.Node) -> str | None:
    """Give the text of a plain value just as written, or None where the node is a list or a block.

    >>> scalar(compose("read_on: 2026-11-23", "").value[0][1])
    '2026-11-23'
    """
    return str(node.value) if isinstance(node, yaml.ScalarNode) and not is_null(node) else None
