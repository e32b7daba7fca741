from __future__ import annotations

import json

from byname.records.batches import Row, Rows, as_json, joined_in_order
from byname.records.statement import Statement
from byname.sources.entry import Cell


def _row(item: str, position: int, *texts: str) -> Row:
    record = {"record_id": f"S:{item}", "item": item, "position": position}
    said = [Statement("note", text, text, 0, len(text)) for text in texts]
    return Row((f"S:{item}", "S", "f", item, position, "", None), record, said)


def test_batches_are_joined_in_the_order_of_the_entries_although_items_repeat() -> None:
    one, other = Rows(), Rows()
    one.extend([_row("0", 0, "a", "b")])
    one.extend([_row("0", 3, "g")])
    other.extend([_row("1", 1, "c"), _row("1#2", 1, "d", "e")])
    other.extend([_row("2", 2, "f")])
    joined = joined_in_order([one.tables(), other.tables()])
    assert joined.records["record_id"].to_list() == ["S:0", "S:1", "S:1#2", "S:2", "S:0"]
    assert joined.statements["value"].to_list() == list("abcdefg")
    assert "position" not in joined.statements.columns


def test_cells_are_written_as_json_writes_them() -> None:
    texts = {"имя": "Бухарин", "quote": 'a "b"\\\n\t\x7f\u2028', "empty": ""}
    written = as_json({name: Cell(text, name) for name, text in texts.items()})
    assert written == json.dumps({name: text for name, text in texts.items() if text}, ensure_ascii=False)
