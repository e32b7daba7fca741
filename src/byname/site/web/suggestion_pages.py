"""What a reader may mean while they type: the first people whom the words so far fit.

Takes the words of an address; gives JSON for the script that shows them below the box of the search. Without the script
the search works as before.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from byname.access.found_people import Asked, FoundPerson, find_people
from byname.site.web.dates import year_words
from byname.site.web.pages import Site, person_link, transliterated
from byname.site.web.search_pages import LONGEST_QUERY
from byname.site.wording import language_of

MOST = 8  # people
_SHORTEST = 2  # letters


def suggestion_routes(site: Site) -> list[Route]:
    """The route of the suggestions."""

    def suggested(request: Request) -> Response:
        words = request.query_params.get("q", "").replace("\0", " ").strip()[:LONGEST_QUERY]
        found = find_people(site.archive, Asked(words, limit=MOST)).people if len(words) >= _SHORTEST else ()
        return JSONResponse({"people": [_shown(site, request, one) for one in found]})

    return [Route("/search/suggest", suggested)]


def _shown(site: Site, request: Request, person: FoundPerson) -> dict[str, str]:
    years = f"{year_words(person.birth)} – {year_words(person.death)}" if person.birth or person.death else ""
    told = [years, person.told.get("birth_place", ""), site.outcome(request, person.outcome)]
    return {
        "address": person_link(person.person_id),
        "name": person.name,
        "language": language_of(person.name),
        "latin": transliterated(person.name),
        "told": " · ".join(part for part in told if part),
    }
