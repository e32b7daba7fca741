from __future__ import annotations

import pytest

from byname.errors import NotInSources
from byname.exports.formats import format_named, formats
from byname.values.fields import fields

OF_PEOPLE = {"all", "name", "gender", "relations", "entries", "birth", "death", "lists", "person_id"}


@pytest.mark.parametrize("name", formats())
def test_each_format_has_a_writer_and_tells_what_it_carries(name: str) -> None:
    form = formats()[name]
    assert callable(form.writer)
    assert form.terms
    assert set(form.terms) <= set(fields()) | OF_PEOPLE
    assert form.as_data()["loses"]
    assert form.ending or form.out == "folder"


def test_a_wrong_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(NotInSources, match=r"no format of export.*did you mean parquet\?"):
        format_named("parqet")
    with pytest.raises(NotInSources, match="`byname formats`"):
        format_named("ქართული")
