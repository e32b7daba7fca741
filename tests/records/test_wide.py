from __future__ import annotations

from byname.records.statement import Statement
from byname.records.wide import wide_row


def _statement(field: str, text: str) -> Statement:
    return Statement(field, text, None, 0, len(text))


def test_offices_of_role_and_occupation_are_joined_in_order() -> None:
    statements = [
        _statement("name", "Тухачевский Михаил Николаевич"),
        _statement("role", "Marshal; first deputy people's commissar of defence"),
        _statement("occupation", "командующий войсками Приволжского военного округа"),
    ]
    assert wide_row(statements, "ru")["offices"] == "army-office marshal people-commissar"


def test_a_record_that_names_no_office_has_none() -> None:
    assert wide_row([_statement("name", "Тухачевский")], "ru")["offices"] is None
