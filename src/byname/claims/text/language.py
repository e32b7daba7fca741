"""Claims stage: which language a text is in, by the commonest small words of each."""

from __future__ import annotations

import re
from collections import Counter

_SMALL_WORDS = {
    "en": "the of and to in was were that by for with his on as at from this it is which had",
    "ru": "и в на с что не по из к был были это как его для от за при о у",
    "et": "ja on oli ning et ei see mis kes ta aga ka kui oma välja pärast olid",
    "de": "der die und das den von mit dem nicht ist ein eine wurde auf im zu war sich",
    "fr": "le la les et des un une dans du est par que qui pour sur au avec fut",
    "es": "el la los las y en de que un una por con para del fue se",
    "pl": "i w na się z że nie do był były jest przez oraz od o za po",
    "uk": "і в у на з що не до та його був були як за від це й",
    "it": "il la di che e un una per con del della nel furono fu gli",
    "fi": "ja oli on että ei se joka myös hän kun sekä mutta ovat",
    "lv": "un ir bija no ar par uz tika kas gadā arī",
    "sr": "је и у на се да су од за који био као",
    "sq": "dhe në e të një për me nga që u ishte janë",
}
_NAMES = {
    "en": "English",
    "ru": "Russian",
    "et": "Estonian",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "pl": "Polish",
    "uk": "Ukrainian",
    "it": "Italian",
    "fi": "Finnish",
    "lv": "Latvian",
    "sr": "Serbian",
    "sq": "Albanian",
}
READ = ("en", "ru", "es")


def language_of(text: str) -> str:
    """The code of the language, or "" where no small word of any is found.

    >>> language_of("Die meisten wurden nicht von der Truppe entlassen.")
    'de'
    """
    words = Counter(re.findall(r"[^\W\d_]+", text[:50_000].lower()))
    counts = {code: sum(words[word] for word in small.split()) for code, small in _SMALL_WORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    if counts[best]:
        return best
    cyrillic = sum(count for word, count in words.items() if "а" <= word[0] <= "я")
    return "ru" if cyrillic * 2 > words.total() else ""


def language_note(code: str) -> str:
    """What to tell a reader whose text is in no language that the grammars read."""
    if code in READ or not code:
        return ""
    return (
        f"the text seems to be {_NAMES[code]}; claims are read in English, Russian and Spanish only, "
        "here only numbers in digits"
    )
