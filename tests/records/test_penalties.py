from __future__ import annotations

import pytest

from byname.records.penalties import read_sentence


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("10+5", "camp:10+5"),
        ("15a.", "camp:15"),
        ("1a 6k", "camp:18m"),
        ("surmaotsus", "death"),
        ("surmaot- sus", "death"),
        ("ВМН, конфискация имущества", "death"),
        ("к лишению свободы на 5 лет", "camp:5"),
        ("10 г.ИТЛ, 5 г. п/п", "camp:10+5"),
        ("к 10 годам ИТЛ.", "camp:10"),
        ("6 мес. ИТР", "camp:6m"),
        ("спецпоселение в Томской обл.", "exile"),
        ("выселение на 3 года", "exile:3"),
        ("раскулачивание", "dispossession"),
        ("дело прекращено за отсутствием состава преступления.", "case-closed"),
        ("death by shooting", "death"),
    ],
)
def test_sentences_are_read(text: str, form: str) -> None:
    assert read_sentence(text) == form
