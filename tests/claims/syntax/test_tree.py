from __future__ import annotations

from byname.claims.syntax.tree import Tree, Word, in_order


def tree_of(*rows: tuple[str, int, str, str]) -> Tree:
    """A tree of words with heads, roles and parts of speech; the words stand one space apart."""
    words, at = [], 0
    for text, head, role, pos in rows:
        words.append(Word(text, at, at + len(text), head, role, pos))
        at += len(text) + 1
    return in_order(words)


SHOT = tree_of(
    ("In", 1, "case", "ADP"),
    ("1937", 4, "obl", "NUM"),
    ("353", 3, "nummod", "NUM"),
    ("people", 4, "nsubj:pass", "NOUN"),
    ("shot", -1, "root", "VERB"),
    ("dead", 4, "xcomp", "ADJ"),
)


def test_the_top_of_a_span_is_the_word_whose_head_lies_outside() -> None:
    assert SHOT.top(0, 7) == 1  # the preposition hangs on the year
    assert SHOT.top(8, 18) == 3
    assert SHOT.top(500, 600) is None


def test_what_lies_above_and_below_a_word() -> None:
    assert list(SHOT.above(2)) == [3, 4]
    assert sorted(SHOT.under(4)) == [0, 1, 2, 3, 4, 5]
    assert sorted(SHOT.under(4, frozenset({"obl"}))) == [2, 3, 4, 5]
    assert SHOT.clause(2) == 4


def test_a_row_of_nouns_begins_with_its_first() -> None:
    row = tree_of(
        ("marshals", 3, "nsubj", "NOUN"),
        ("generals", 0, "conj", "NOUN"),
        ("x", 1, "conj", "NOUN"),
        ("fell", -1, "root", "VERB"),
    )
    assert row.first_of_row(2) == 0


def test_a_noun_with_a_copula_is_a_predicate() -> None:
    tree = tree_of(("He", 2, "nsubj", "PRON"), ("was", 2, "cop", "VERB"), ("marshal", -1, "root", "NOUN"))
    assert tree.is_verb(2)
    assert tree.clause(0) == 2


def test_heads_that_make_a_circle_or_lie_outside_become_roots() -> None:
    words = (Word("a", 0, 1, 1, "x", "X"), Word("b", 2, 3, 0, "x", "X"), Word("c", 4, 5, 9, "x", "X"))
    tree = in_order(words)
    assert [word.head for word in tree.words].count(-1) == 2
    for place in range(3):
        assert len(list(tree.above(place))) <= 1
