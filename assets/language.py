"""Which language do we speak?

Messages stand in the code as English msgids; `messages.po` beside this package holds the Japanese.
The command line library looks its own words up in the same catalogue, because gettext's default domain is bound to it.
"""

import gettext
import locale
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "ja")
LOCALE_FOLDER = Path(__file__).parent / "locale"
_catalogue = gettext.NullTranslations()
_heard: ContextVar[gettext.NullTranslations | None] = ContextVar("heard", default=None)


class Word(str):
    """A word that is translated where it is shown, also inside a sentence."""

    __slots__ = ()


def N_(message: str) -> str:
    """Mark `message` for translation; it is translated where it is shown."""
    return message


def _(message: str) -> str:
    """`message` in the language chosen by `speak`, or by `speaking` for the one who is listening."""
    return (_heard.get() or _catalogue).gettext(message) if message else ""


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` inside the block, to whoever this task or thread answers, whatever the process speaks."""
    before = _heard.set(gettext.translation("messages", LOCALE_FOLDER, [language], fallback=True))
    try:
        yield
    finally:
        _heard.reset(before)


@cache
def _paper() -> gettext.NullTranslations:
    return gettext.translation("messages", LOCALE_FOLDER, ["ja"], fallback=True)


def japanese(message: str) -> str:
    """`message` in Japanese, whatever language is spoken: for what is printed for the client."""
    return _paper().gettext(message) if message else ""


def say(message: str, fields: Mapping[str, object]) -> str:
    """Translate the template `message`, then fill in its named fields."""
    if not fields:
        return _(message)
    return _(message).format_map({name: _spoken(value) for name, value in fields.items()})


def _spoken(value: object) -> object:
    """A word in the language spoken now; several are listed."""
    if isinstance(value, tuple):
        return ", ".join(str(_spoken(one)) for one in value)
    return _(value) if isinstance(value, Word) else value


def choose(asked: str | None = None, *, environment: Mapping[str, str] = os.environ) -> str:
    """The language to speak: what was asked, then ASSETS_LANG, then the locale; "en" when none of them is ours."""
    wanted = [
        asked,
        environment.get("ASSETS_LANG"),
        *(environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")),
    ]
    if os.name == "nt":
        wanted.append(locale.getlocale()[0])
    for word in filter(None, wanted):
        code = word.lower()
        if code.startswith(("ja", "japanese")):
            return "ja"
        if code.startswith(("en", "c", "posix")):
            return "en"
    return "en"


def speak(language: str) -> None:
    """Speak `language` ("en" or "ja") from now on, the command line library included."""
    global _catalogue
    os.environ["LANGUAGE"] = language
    _catalogue = gettext.translation("messages", LOCALE_FOLDER, [language], fallback=True)
    gettext.bindtextdomain("messages", str(LOCALE_FOLDER))
    gettext.textdomain("messages")


def spoken() -> str:
    """The language spoken now, "en" or "ja"."""
    return os.environ.get("LANGUAGE", "en")
