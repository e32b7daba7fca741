from __future__ import annotations

import base64

import pytest

from byname.site.web.cursors import cursor, offset_of
from byname.site.web.problems import Problem


def test_a_cursor_leads_on_from_where_a_page_ended() -> None:
    assert offset_of(cursor(120, "state"), "state") == 120
    assert offset_of("", "state") == 0


@pytest.mark.parametrize("word", ["x", "!!!!", "МММ", base64.urlsafe_b64encode(b"-5.state").decode(), "a" * 199])
def test_a_word_that_is_no_cursor_is_refused(word: str) -> None:
    with pytest.raises(Problem) as refused:
        offset_of(word, "state")
    assert refused.value.status == 409


def test_a_cursor_of_another_build_is_refused() -> None:
    with pytest.raises(Problem) as refused:
        offset_of(cursor(20, "old"), "new")
    assert refused.value.status == 409
