"""The pages of the analyses: casualties, motive, consequences; one page a question, with its picture and its table.

Takes an archive; gives pages and, for the front, three answers of one sentence and one picture each. Drawings are made
once for each state of the archive and each language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from byname.access.analyses import PARTS, answers_of, estimates_of, list_patterns
from byname.site.answers import Section, sections
from byname.site.charts.overlap import list_sizes, overlap_chart, patterns_of
from byname.site.front_page import Values, estimate
from byname.site.language import Language
from byname.site.report_data import estimate_summaries
from byname.site.web.pages import Site
from byname.site.web.problems import Problem

TITLES = {"motive": "Who was targeted, when, and why", "consequences": "What followed"}
_SHOWN_FIRST = {
    "motive": ("composition-sphere", "composition-", "waves-"),
    "consequences": ("paths", "restoration"),
}  # by their beginnings


@dataclass(frozen=True, slots=True)
class ThreeAnswers:
    """What the front says first: the best estimate with its picture, and one analysis each of motive and consequences;
    None where the archive has none."""

    estimate: Values | None
    motive: Section | None
    consequences: Section | None


class Analyses:
    """The analyses of an archive as pages show them, drawn once."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def questions(self, part: str) -> Sequence[tuple[str, str, bool, str]]:
        """The questions of a part: id, title, whether there is an answer, and its first sentence."""
        return [
            (
                str(one["id"]),
                str(one["title"]),
                not one["refused"],
                "" if one["refused"] else next(iter(one["sentences"]), ""),
            )
            for one in answers_of(self._site.archive, part)
        ]

    def section(self, part: str, key: str, speech: Language) -> Section:
        """One analysis with its picture; raises Problem where there is none of this id."""

        def draw() -> Section:
            chosen = [one for one in answers_of(self._site.archive, part) if one["id"] == key]
            if not chosen:
                raise Problem(404)
            return sections(chosen, self._site.numbers(), speech)[0]

        return self._site.once((part, key, speech.code), draw)

    def estimates(self, speech: Language) -> list[Values]:
        """The estimates of those on no list, each with its picture."""

        def draw() -> list[Values]:
            found = estimate_summaries(estimates_of(self._site.archive))
            return [estimate(one, place, self._site.numbers(), speech) for place, one in enumerate(found)]

        return self._site.once(("estimates", speech.code), draw)

    def overlap(self, speech: Language) -> Values:
        """The overlap of the lists: its patterns, the size of each list, the picture (None where it has none)."""

        def draw() -> Values:
            table, numbers = list_patterns(self._site.archive), self._site.numbers()
            found, sizes = patterns_of(table, numbers), list_sizes(table, numbers)
            picture = overlap_chart(found, sizes, speech) if found else None
            return {"patterns": found, "sizes": sizes, "overlap": picture}

        return self._site.once(("overlap", speech.code), draw)

    def three_answers(self, speech: Language) -> ThreeAnswers:
        """What the front says first."""

        def draw() -> Values | None:
            found = estimate_summaries(estimates_of(self._site.archive))[:1]
            first = [replace(one, id=f"front-{one.id}", rows=one.rows[:1]) for one in found]
            return estimate(first[0], -1, self._site.numbers(), speech) if first else None

        return ThreeAnswers(
            self._site.once(("front", speech.code), draw), *(self._first(part, speech) for part in PARTS)
        )

    def _first(self, part: str, speech: Language) -> Section | None:
        answered = [key for key, _, known, _ in self.questions(part) if known]
        for beginning in _SHOWN_FIRST[part]:
            for key in answered:
                if key.startswith(beginning) and self.section(part, key, speech).picture is not None:
                    return self.section(part, key, speech)
        return self.section(part, answered[0], speech) if answered else None


def analysis_routes(site: Site, analyses: Analyses) -> list[Route]:
    """The routes of the analyses."""

    def casualties(request: Request) -> Response:
        speech = site.language(request)
        values = {"estimates": analyses.estimates(speech), **analyses.overlap(speech)}
        return site.page(request, "casualties", numbers=site.numbers(), **values)

    def part_page(part: str, request: Request) -> Response:
        return site.page(request, "part", part=part, title=TITLES[part], questions=analyses.questions(part))

    def answer_page(part: str, request: Request) -> Response:
        found = analyses.section(part, request.path_params["key"], site.language(request))
        return site.page(request, "analysis", part=part, title=TITLES[part], answer=found, numbers=site.numbers())

    of_parts = [
        route
        for part in PARTS
        for route in (
            Route(f"/{part}", partial(part_page, part)),
            Route(f"/{part}/{{key}}", partial(answer_page, part)),
        )
    ]
    return [Route("/casualties", casualties), *of_parts]
