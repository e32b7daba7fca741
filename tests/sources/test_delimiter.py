from __future__ import annotations

import pytest

from byname.sources.delimiter import DELIMITERS, Delimiter, find_delimiter


def test_prose_has_no_delimiter() -> None:
    assert find_delimiter("A sentence, with a comma.\nAnother one\nAnd, a, third\n") is None
    assert find_delimiter("") is None


@pytest.mark.parametrize("sign", DELIMITERS)
def test_each_delimiter_is_found_with_the_cells_of_a_row(sign: str) -> None:
    rows = [("surname", "born", "role"), ("Тухачевский", "1893", "маршал"), ("Бухарин", "1888", "редактор")]
    text = "".join(f"{sign.join(row)}\n" for row in rows)
    assert find_delimiter(text) == Delimiter(sign, 3, 1.0)


def test_a_sign_inside_quotes_cuts_nothing() -> None:
    found = find_delimiter('name;born\n"Tukhachevsky; Mikhail; N.";1893\n"Rykov; A.";1881\n')
    assert found == Delimiter(";", 2, 1.0)


def test_of_signs_that_cut_alike_the_one_with_most_cells_is_taken() -> None:
    found = find_delimiter("a,b;c;d\na,b;c;d\n")
    assert found is not None
    assert (found.sign, found.cells) == (";", 3)


def test_the_row_that_the_sample_cuts_off_does_not_count() -> None:
    whole = find_delimiter("a;b\n1;2\n3")
    assert whole == Delimiter(";", 2, 1.0)
    assert find_delimiter("a;b") == Delimiter(";", 2, 1.0)  # a file of one row without an end


@pytest.mark.parametrize(("uneven", "found"), [(2, True), (3, False)])
def test_eight_rows_in_ten_must_be_cut_alike(uneven: int, found: bool) -> None:
    text = "a;b\n" * (10 - uneven) + "a;b;c\n" * uneven
    assert (find_delimiter(text) is not None) == found


def test_only_the_first_rows_are_looked_at_and_blank_ones_passed() -> None:
    assert find_delimiter("a;b\n\n1;2\n" + "no table any more\n" * 50, rows=3) == Delimiter(";", 2, 1.0)
