"""What happens to a request before Datasette sees it?

Who asks is found out, what they may not see is turned into what does not exist, and what came of it is written down. Datasette meets only
requests for a register that its reader may see, so that a foreign name and one nobody has take the same way, and the same time.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, NamedTuple
from urllib.parse import quote

from datasette_plugins import guard, logbook, texts
from datasette_plugins.door import LOCAL, Visitor, asking, may_see
from datasette_plugins.filtering import coded
from datasette_plugins.login import LOGIN, LOGOUT
from datasette_plugins.texts import speaking

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_AT_ONCE = 8
LONGEST_BODY = 8_000
BODY_SECONDS, ANSWER_SECONDS, TAKE_SECONDS = 10, 60, 60
_OPEN_TO_ALL = re.compile(r"/-/static(-plugins)?/[A-Za-z0-9_./-]+|/favicon\.ico|" + LOGIN)
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_NOWHERE = "/-/nothing"
_OF_PROXIES = (b"x-forwarded-for", b"x-forwarded-host", b"forwarded", b"via")
_FIXED = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    # Not `no-referrer`: with it a browser says `Origin: null` when it posts the form.
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"x-robots-tag": b"noindex",
}
_log = logging.getLogger(__name__)


class _Refused(Exception):
    """Answered at once, in one plain sentence."""

    def __init__(self, status: int, text: str, *headers: tuple[bytes, bytes]) -> None:
        super().__init__(text)
        self.status, self.text, self.headers = status, text, headers


class _Asked(NamedTuple):
    """A request as the guard sees it. address: whose it is, past the proxy; path: as it was sent, without what is searched."""

    method: str
    path: str
    query: bytes
    headers: dict[bytes, bytes]
    address: str
    is_secure: bool

    @property
    def wants_page(self) -> bool:
        """Whether a person's browser asks, who can be shown a form."""
        is_data = self.path.endswith((".json", ".csv", ".jsonl", ".xlsx")) or b"_stream=" in self.query
        return not is_data and b"authorization" not in self.headers


class _Answer:
    """What is being sent: with our headers, counted, and never for longer than a reader who is there would need."""

    def __init__(self, send: Send, asked: _Asked, clock: asyncio.Timeout) -> None:
        self._send, self._asked, self._clock = send, asked, clock
        self.status = self.bytes = 0

    async def __call__(self, message: Message) -> None:
        until = asyncio.get_running_loop().time() + TAKE_SECONDS
        if abs((self._clock.when() or 0) - until) > 1:  # not for every row of a long list
            self._clock.reschedule(until)
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message = _with_headers(message, self._asked)
        self.bytes += len(message.get("body", b""))
        await self._send(message)

    async def plain(self, refused: _Refused) -> None:
        """One sentence."""
        headers = [(b"content-type", b"text/plain; charset=utf-8"), *refused.headers]
        await self({"type": "http.response.start", "status": refused.status, "headers": headers})
        await self({"type": "http.response.body", "body": refused.text.encode()})


def guarded(datasette: Any, app: App) -> App:
    """`app` for those who may look, in their language; every answer is written down."""
    under_way: Counter[str] = Counter()

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        began = time.perf_counter()
        asked = _asked(scope, datasette)
        visitor = _visitor(datasette, asked)
        said = speaking.set(texts.choose(scope["query_string"], asked.headers)), asking.set(visitor)
        key = visitor.name if visitor and visitor.name else asked.address
        let_in: list[str] = []
        under_way[key] += 1
        clock = asyncio.timeout(ANSWER_SECONDS)
        sent = _Answer(send, asked, clock)
        try:
            async with clock:
                await _answer(datasette, app, scope, receive, sent, asked, under_way[key], let_in)
        except TimeoutError:
            _log.warning("given up: the reader was too slow, or the answer took too long")
        except asyncio.CancelledError:  # raised on, it would be printed with everything that led to it
            _log.warning("given up: the view ends")
        finally:
            under_way[key] -= 1
            if not under_way[key]:
                del under_way[key]
            speaking.reset(said[0])
            asking.reset(said[1])
            user = let_in[0] if let_in else visitor.name if visitor else ""
            took = round((time.perf_counter() - began) * 1000, 1)
            logbook.enter(logbook.Access(user, asked.address, asked.method, asked.path, sent.status, sent.bytes, took))

    return answer


async def _answer(
    datasette: Any,
    app: App,
    scope: Scope,
    receive: Receive,
    sent: _Answer,
    asked: _Asked,
    at_once: int,
    let_in: list[str],
) -> None:
    try:
        if at_once > MOST_AT_ONCE:
            raise _Refused(429, "Too many requests at once", (b"retry-after", b"1"))
        _must_be_for_us(datasette, scope, asked)
        path = _admitted(datasette, asked)
        if asked.method == "POST":
            receive = await _whole(receive)
        given = {
            **scope,
            "address": asked.address,
            "account": let_in,
            "query_string": coded(texts.without(asked.query)),
            "scheme": "https" if asked.is_secure else "http",  # behind a proxy the server itself does not know
        }
        if path != asked.path:
            given |= {"path": path, "raw_path": path.encode(), "query_string": b""}
        await app(given, receive, sent)
    except _Refused as refused:
        await sent.plain(refused)
    except (
        Exception
    ) as error:  # Datasette answers its own faults; what comes here says nothing of the rows it was about.
        _log.error("a request failed: %s", where(error))
        if not sent.status:
            await sent.plain(_Refused(500, "Something went wrong here"))


def where(error: BaseException) -> str:
    """What kind of fault it was, and where; never what it says: it may say what was asked, or found."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        frames.append(f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(error).__name__} at {' > '.join(frames[-4:])}"


# -- what is asked ----------------------------------------------------------------------------------------------------


def _asked(scope: Scope, datasette: Any) -> _Asked:
    headers: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:  # a header given twice is taken as it came first, but for those that add up
        headers[name] = (
            headers[name] + b"," + value if name in headers and name == b"x-forwarded-for" else headers.get(name, value)
        )
    raw = scope.get("raw_path") or scope["path"].encode()
    address = (scope.get("client") or ("", 0))[0]
    door = datasette.door if hasattr(datasette, "door") else None
    if door and door.proxy and address == door.proxy:
        address = headers.get(b"x-forwarded-for", b"").decode("latin-1").rpartition(",")[2].strip()[:64]
    is_secure = door.secure if door else False
    return _Asked(
        scope["method"], raw.partition(b"?")[0].decode("latin-1"), scope["query_string"], headers, address, is_secure
    )


def _visitor(datasette: Any, asked: _Asked) -> Visitor | None:
    door = getattr(datasette, "door", None)
    if door is not None:
        found: Visitor | None = door.visitor(asked.headers)
        return found
    return LOCAL if getattr(datasette, "is_local", False) else None


def _must_be_for_us(datasette: Any, scope: Scope, asked: _Asked) -> None:
    """A page elsewhere may point its own name at this machine (DNS rebinding), and may post to it; neither is for us."""
    door = getattr(datasette, "door", None)
    host = asked.headers.get(b"host", b"").decode("latin-1")
    if not _HOST.fullmatch(host) or not (asked.is_secure or guard.is_loopback(_without_port(host))):
        raise _Refused(421, "Misdirected request")
    if door is None and any(name in asked.headers for name in _OF_PROXIES):
        raise _Refused(421, "Misdirected request")  # whoever sits at this machine comes by no proxy
    if door and door.proxy and (scope.get("client") or ("", 0))[0] != door.proxy:
        raise _Refused(421, "Misdirected request")
    if asked.method == "POST" and door and asked.path in (LOGIN, LOGOUT):
        origin = asked.headers.get(b"origin", b"").decode("latin-1")
        if origin != f"{'https' if asked.is_secure else 'http'}://{host}":
            raise _Refused(403, "Not from this page")
    elif asked.method not in ("GET", "HEAD"):
        raise _Refused(405, "Method not allowed", (b"allow", b"GET, HEAD"))


def _without_port(host: str) -> str:
    name, _, port = host.rpartition(":")
    return name if name and port.isdigit() else host


def _admitted(datasette: Any, asked: _Asked) -> str:
    """The path that Datasette may see: the one asked for, or one that leads nowhere. Whoever is nobody is led to the form, or told 401."""
    if _OPEN_TO_ALL.fullmatch(asked.path) or (asked.path == LOGOUT and asked.method == "POST"):
        return asked.path
    visitor = asking.get()
    if visitor is None and getattr(datasette, "door", None) is not None:
        if not asked.wants_page:
            raise _Refused(401, "Not signed in", (b"www-authenticate", b"Bearer"))
        goal = asked.path + (f"?{asked.query.decode('latin-1')}" if asked.query else "")
        where_to = LOGIN if goal == "/" else f"{LOGIN}?next={quote(goal, safe='/')}"
        raise _Refused(303, "", (b"location", where_to.encode()))
    first = asked.path.split("/")[1] if asked.path.startswith("/") else ""
    contracts = getattr(datasette, "contracts", {})
    if visitor and (asked.path == "/" or may_see(visitor, contracts.get(first.partition(".")[0]))):
        return asked.path
    return _NOWHERE + (".json" if asked.path.endswith(".json") else "")


async def _whole(receive: Receive) -> Receive:
    """The body, read to its end: short, and soon."""
    body = b""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                message = await receive()
                body += message.get("body", b"")
                if len(body) > LONGEST_BODY:
                    raise _Refused(413, "Too much was sent")
                if not message.get("more_body"):
                    break
    except TimeoutError as error:
        raise _Refused(408, "Too slow", (b"connection", b"close")) from error

    async def again() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return again


# -- what is answered -------------------------------------------------------------------------------------------------


def _with_headers(message: Message, asked: _Asked) -> Message:
    ours = {**_FIXED, b"content-security-policy": guard.content_security_policy().encode()}
    if asked.is_secure and not guard.is_loopback(_without_port(asked.headers.get(b"host", b"").decode("latin-1"))):
        ours[b"strict-transport-security"] = b"max-age=31536000"
    if not asked.path.startswith(("/-/static/", "/-/static-plugins/")):
        ours |= {b"cache-control": b"private, no-store", b"content-language": speaking.get().encode()}
    kept = [
        (key, _stay_here(value) if key.lower() == b"location" else value)
        for key, value in message["headers"]
        if key.lower() not in ours
    ]
    if language := texts.asked(asked.query):
        kept.append((b"set-cookie", f"lang={language}; Path=/; Max-Age=31536000; SameSite=Strict; HttpOnly".encode()))
    return {**message, "headers": [*kept, *ours.items()]}


def _stay_here(location: bytes) -> bytes:
    r"""`//example.com` and `/\example.com` lead elsewhere in a browser."""
    return b"/" + location.lstrip(b"/\\") if location[:1] in (b"/", b"\\") else location
