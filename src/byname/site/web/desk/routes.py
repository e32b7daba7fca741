"""All routes of the desk, with its style sheet, and the page from which the others are reached."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from byname.access.desk.accounts import Account, Role
from byname.access.desk.contributions import contributions_of, number_waiting
from byname.access.desk.imports import drafts_of
from byname.access.takedown import takedowns_of
from byname.archive.clock import now
from byname.site.templating import page_environment
from byname.site.web.desk.contribution_pages import QUEUE, contribution_routes
from byname.site.web.desk.door import Desk
from byname.site.web.desk.download_pages import download_routes
from byname.site.web.desk.import_pages import import_routes
from byname.site.web.desk.provider_pages import provider_routes
from byname.site.web.desk.review_pages import review_desk, review_routes
from byname.site.web.desk.sign_in_pages import sign_in_routes
from byname.site.web.desk.takedown_pages import takedown_routes
from byname.site.web.pages import Site


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do at the desk: where, in an English message, and what waits there (a message, a number)."""

    address: str
    words: str
    role: Role
    counted: str = ""
    count: int | None = None


def desk_routes(site: Site) -> list[Route]:
    """The routes of the desk; without accounts each of them answers as an address that is none."""
    desk = Desk(site)

    def overview(request: Request, account: Account) -> Response:
        tasks = [task for task in _tasks(desk, account) if account.may(task.role)]
        own = contributions_of(desk.store, sender=account.name)
        return desk.page(request, "overview", tasks=tasks, own=own)

    return [
        Route("/static/desk.css", lambda request: _style(site), methods=["GET"]),
        Route("/desk", desk.shown("contributor", overview), methods=["GET"]),
        *sign_in_routes(desk),
        *provider_routes(desk),
        *review_routes(desk),
        *contribution_routes(desk),
        *takedown_routes(desk),
        *import_routes(desk),
        *download_routes(desk),
    ]


def _tasks(desk: Desk, account: Account) -> list[Task]:
    found = []
    if account.may("reviewer"):
        work = review_desk(desk, account)
        found += [
            Task("/review", "Review doubtful pairs", "reviewer", "Pairs for you to judge", len(work.to_judge())),
            Task("/review/settle", "Settle what reviewers disagree on", "keeper", "Pairs", len(work.to_settle())),
            Task(QUEUE, "Read what readers wrote", "reviewer", "Waiting", number_waiting(desk.store)),
        ]
    today = now().date()
    active = [one for one in takedowns_of(desk.site.archive) if one.is_active(today)]
    waiting = len(drafts_of(desk.site.archive)) if account.may("keeper") else 0
    return [
        *found,
        Task("/desk/withheld", "What is withheld from readers", "keeper", "Withheld", len(active)),
        Task("/desk/import", "Add a list", "keeper", "Files that wait", waiting),
    ]


def _style(site: Site) -> Response:
    text = site.once("desk.css", lambda: str(page_environment("web/desk.css").globals["style"]))
    return Response(text, media_type="text/css")
