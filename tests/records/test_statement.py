from __future__ import annotations

from byname.records.schema import STATEMENTS
from byname.records.statement import Statement


def test_the_table_of_statements_holds_the_parts_of_a_statement_in_their_order() -> None:
    assert tuple(STATEMENTS) == ("record_id", *Statement._fields)


def test_a_statement_that_stands_in_no_cell_and_is_not_doubtful_says_neither() -> None:
    statement = Statement("name", "Бухарин", "buharin", 0, 7)
    assert (statement.column, statement.flag) == (None, None)
