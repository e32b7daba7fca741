"""The policy of the archive: who counts as a victim, how sure it is, what is published, how errors are corrected.

Takes the site; gives the page, filled from the archive's settings, lists and figures. Its headings are those that the
Standards for Casualty Recording (Every Casualty, 2016) ask an organisation to answer; the words are ours.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from byname.access.policy import policy_facts
from byname.site.web.archive_pages import STANDINGS
from byname.site.web.pages import Site
from byname.site.web.person_view import SURENESS


def policy_routes(site: Site) -> list[Route]:
    """The route of the page."""

    def policy(request: Request) -> Response:
        facts = site.once("policy", lambda: policy_facts(site.archive))
        standings = [(one, STANDINGS.get(one.standing, one.standing)) for one in site.lists()]
        closed = [one for one in site.lists() if not one.republish]
        return site.page(
            request, "policy", facts=facts, standings=standings, closed=closed, sureness=SURENESS, state=site.state()
        )

    return [Route("/policy", policy)]
