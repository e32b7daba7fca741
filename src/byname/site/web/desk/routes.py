"""All routes of the desk, with its style sheet, and the page from which the others are reached."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from byname.access.desk.accounts import Account, Role
from byname.site.templating import page_environment
from byname.site.web.desk.door import Desk
from byname.site.web.desk.sign_in_pages import sign_in_routes
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
        return desk.page(request, "overview", tasks=tasks)

    return [
        Route("/static/desk.css", lambda request: _style(site), methods=["GET"]),
        Route("/desk", desk.shown("contributor", overview), methods=["GET"]),
        *sign_in_routes(desk),
    ]


def _tasks(desk: Desk, account: Account) -> list[Task]:
    return [Task("/desk/account", "Your account", "contributor")]


def _style(site: Site) -> Response:
    text = site.once("desk.css", lambda: str(page_environment("web/desk.css").globals["style"]))
    return Response(text, media_type="text/css")
