from __future__ import annotations

from byname.records.schema import RECORDS
from byname.values.events import EVENTS


def test_each_event_is_dated_by_a_column_of_the_records_of_its_own() -> None:
    assert len(EVENTS) > 5
    columns = [event.column for event in EVENTS.values()]
    assert len(set(columns)) == len(columns)
    assert set(columns) <= set(RECORDS)


def test_an_event_is_found_by_its_name_and_has_three_different_words() -> None:
    for name, event in EVENTS.items():
        assert event.name == name
        assert len({event.name, event.plural, event.happened}) == 3
    assert (EVENTS["death"].plural, EVENTS["death"].happened) == ("deaths", "died")
    assert EVENTS["sentence"].column == "sentence_date"
