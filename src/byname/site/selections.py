"""Site stage: which rows a number counts, in the language of a report.

Takes a printed number; gives its conditions in words. In languages other than English the columns and values of the
tables stand as code, since they are called so in every language.
"""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup, escape

from byname.site.answer_words import phrase
from byname.site.language import Language
from byname.site.wording import MOST_VALUES, selection_words
from byname.values.printed import Condition, PrintedNumber

_CODE = Markup("<code>{}</code>")
_VERBS = {"is": "is", "at-least": "is at least", "prefix": "begins with", "any-of": "holds", "in": "is one of"}


def selection(number: PrintedNumber, speech: Language) -> Markup:
    """What of a table a number counts.

    >>> from byname.site.language import language
    >>> number = PrintedNumber("n", "people", 3.0, "counted", "people", (Condition("lists", "at-least", 2),))
    >>> selection(number, language("es"))
    Markup('filas donde <code>lists</code> es al menos <code>2</code>')
    """
    if speech.is_english:
        return escape(selection_words(number))

    def say(words: str) -> str:
        return phrase(words, speech)

    told = Markup(f" {escape(say('and'))} ").join(_condition(condition, say) for condition in number.where)
    rows = Markup("{} {}").format(say("rows where"), told) if number.where else escape(say("all rows"))
    if number.distinct is None:
        return rows
    return Markup("{} {} {} {}").format(say("different values of"), _CODE.format(number.distinct), say("in"), rows)


def _condition(condition: Condition, say: Callable[[str], str]) -> Markup:
    column, value = _CODE.format(condition.column), condition.value
    if condition.test in ("not-null", "null"):
        return Markup("{} {}").format(column, say("is given" if condition.test == "not-null" else "is not given"))
    if condition.test == "between" and isinstance(value, tuple):
        return Markup("{} {} {} {} {}").format(
            column, say("lies between"), _CODE.format(value[0]), say("and"), _CODE.format(value[1])
        )
    verb = say(_VERBS[condition.test])
    if not isinstance(value, tuple):
        return Markup("{} {} {}").format(column, verb, _CODE.format(value))
    between = Markup(f" {escape(say('or'))} " if condition.test == "any-of" else ", ")
    values = between.join(_CODE.format(part) for part in value[:MOST_VALUES])
    more = f", +{len(value) - MOST_VALUES}" if len(value) > MOST_VALUES else ""
    return Markup("{} {} {}{}").format(column, verb, values, more)
