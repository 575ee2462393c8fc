"""How does somebody come in, and leave?"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from datasette import NotFound, Response

from assets import auditors
from assets.language import N_
from datasette_plugins.attempts import MINUTES, Attempts
from datasette_plugins.door import COOKIE_HOURS, Door, Visitor
from datasette_plugins.texts import LANGUAGES_SHOWN, translated

LOGIN, LOGOUT = "/-/login", "/-/logout"
_MOST_WAITING = 20
_WRONG = N_("The name or the password is wrong, or the account is closed.")
_TOO_OFTEN = N_("There were too many attempts. Try again in {minutes} minutes.")
_BUSY = N_("Too many people are coming in at once. Try again in a moment.")


class Porter:
    """Looks at passwords, one at a time and beside the pages: a hash takes a tenth of a second and 32 MB."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.attempts = Attempts()
        self._waiting = 0
        self._hashing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="password")

    def close(self) -> None:
        """Let go of the thread."""
        self._hashing.shutdown(wait=True)

    async def let_in(self, name: str, password: str, address: str) -> tuple[Visitor | None, int, str]:
        """The visitor, or None with a status and what to say; the work and the words are the same whether the name exists or not."""
        known = auditors.folded(name)[:100]
        if self._waiting >= _MOST_WAITING:
            return None, 503, _BUSY
        if not self.attempts.reserve(known, address):
            return None, 429, _TOO_OFTEN
        account = self.door.account(known)
        stored = account.password if account else auditors.NOBODYS
        self._waiting += 1
        try:
            is_right = await asyncio.get_running_loop().run_in_executor(
                self._hashing, auditors.is_right, password, stored
            )
        finally:
            self._waiting -= 1
        visitor = self.door.admitted(known, stored) if is_right else None
        if visitor is None:
            return None, 401, _WRONG
        self.attempts.forgive(known, address)
        return visitor, 303, ""


async def login_page(datasette: Any, request: Any) -> Any:
    """The form; posted, it leads to where one wanted to go. Without accounts there is no such page."""
    porter = datasette.porter
    if porter is None:
        raise NotFound("")
    if request.method != "POST":
        return await _form(datasette, request, goal=request.args.get("next") or "/")
    posted = await request.post_vars()
    goal, name = posted.get("next", ""), posted.get("name", "")
    visitor, status, wrong = await porter.let_in(name, posted.get("password", ""), request.scope["address"])
    if visitor is None:
        return await _form(datasette, request, goal=goal, name=name, wrong=wrong, status=status)
    request.scope["account"].append(visitor.name)
    answer = Response.redirect(_in_language(_here(goal), request), status=303)
    _set_cookie(answer, porter.door, porter.door.made_cookie(visitor.name), COOKIE_HOURS * 3600)
    return answer


async def logout_page(datasette: Any, request: Any) -> Any:
    """Posted, it takes the cookie away, and voids it."""
    if datasette.porter is None or request.method != "POST":
        raise NotFound("")
    datasette.porter.door.leave(dict(request.scope["headers"]))
    answer = Response.redirect(LOGIN, status=303)
    _set_cookie(answer, datasette.porter.door, "", 0)
    return answer


async def _form(datasette: Any, request: Any, *, goal: str, name: str = "", wrong: str = "", status: int = 200) -> Any:
    context = {
        "goal": _here(goal),
        "name": name[:100],
        "wrong": translated(wrong, minutes=MINUTES) if wrong else "",
        "action": _in_language(LOGIN, request),
    }
    return Response.html(await datasette.render_template("login.html", context, request=request), status=status)


def _set_cookie(answer: Any, door: Door, value: str, seconds: int) -> None:
    answer.set_cookie(
        door.cookie, value, max_age=seconds, path="/", secure=door.secure, httponly=True, samesite="strict"
    )


def _in_language(goal: str, request: Any) -> str:
    """Whoever chose a language for the form goes on in it."""
    chosen = request.args.get("lang")
    if chosen not in LANGUAGES_SHOWN or "lang=" in goal:
        return goal
    return f"{goal}{'&' if '?' in goal else '?'}lang={chosen}"


def _here(goal: str) -> str:
    r"""Where one wanted to go, on this server; `//example.com` and `/\example.com` lead elsewhere in a browser."""
    plain = goal.isprintable() and len(goal) < 4000
    return goal if plain and goal.startswith("/") and goal[1:2] not in ("/", "\\") else "/"
