"""The page that shows the type, the colours and the parts of which the other pages are made."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from byname.access.found_people import Asked, find_people
from byname.site.web.pages import Site

COLOURS = ("paper", "ink", "muted", "faint", "accent", "panel")
ALPHABETS = (
    ("en", "Name every victim, count those still unnamed."),
    ("ru", "Назвать каждого, сосчитать тех, чьи имена неизвестны."),
    ("ka", "ყველას სახელი ვუწოდოთ."),
    ("et", "Nimetada igaüht: Õunapuu, Järvesaar, Žukov."),
    ("zh", "记住每一个人的名字。"),
)


def design_routes(site: Site) -> list[Route]:
    """The route of the page."""

    def design(request: Request) -> Response:
        example = find_people(site.archive, Asked(limit=1)).people
        return site.page(request, "design", colours=COLOURS, alphabets=ALPHABETS, example=example)

    return [Route("/design", design)]
