"""In which language does a page speak?

The command line speaks one language per process (`assets.language.speak`); a server speaks to each reader in theirs. The language of the
request being answered stands in a context variable, so that every hook finds it.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from urllib.parse import parse_qs

from assets.language import LANGUAGES, LOCALE_FOLDER, N_, Word
from assets.terms import TERMS

DEFAULT = "ja"
speaking: ContextVar[str] = ContextVar("speaking", default=DEFAULT)

# Both at once, on every page, whatever language is asked for: nobody may take this for the guarded view.
MODE = "ローカル閲覧 / local view（パスワードなし・この端末だけ / no password asked, this machine only）"
LANGUAGES_SHOWN = {"ja": "日本語", "en": "English"}

_NOT_CONTROLS = {**{code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}, 0x7F: 0x2421}
_DIRECTIONS = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)
_VISIBLE = _NOT_CONTROLS | _DIRECTIONS | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("messages", LOCALE_FOLDER, [language], fallback=True)


def translated(message: str, **fields: object) -> str:
    """The template `message` in the language of this request, filled in; a Word among the fields is translated too."""
    sentence = _catalogue(speaking.get()).gettext(message) if message else ""
    return sentence.format_map({name: word(value) for name, value in fields.items()}) if fields else sentence


def word(value: object) -> object:
    """A Word translated; everything else as it is."""
    return translated(value) if isinstance(value, Word) else value


def called(code: str) -> str:
    """What a code is called in the language of this request; a code without a word stands for itself."""
    return translated(TERMS[code]) if code in TERMS else code


def called_in(language: str, code: str) -> str:
    """What a code is called in a language."""
    return _catalogue(language).gettext(TERMS[code])


def half(bilingual: str) -> str:
    """The half of `日本語 / English` that this request speaks; the whole when there are no halves."""
    japanese, _, english = bilingual.partition(" / ")
    return english if english and speaking.get() == "en" else japanese


def visible(text: str) -> str:
    """`text` with control characters shown as pictures, and with signs that turn the reading direction replaced."""
    return text if text.isprintable() else text.translate(_VISIBLE)


def choose(query: bytes, headers: Mapping[bytes, bytes]) -> str:
    """The language of a request: `?lang=`, else the one asked for last, else what Accept-Language likes best among ours, else Japanese."""
    return asked(query) or _kept(headers) or _preferred(headers.get(b"accept-language", b"").decode("latin-1"))


def asked(query: bytes) -> str:
    """The language that `?lang=` asks for; "" when it asks for none of ours."""
    wanted = parse_qs(query.decode("latin-1")).get("lang", [""])[-1]
    return wanted if wanted in LANGUAGES else ""


def without(query: bytes) -> bytes:
    """A query without `lang`: Datasette would look for a column of that name."""
    return b"&".join(part for part in query.split(b"&") if not part.startswith(b"lang="))


def _kept(headers: Mapping[bytes, bytes]) -> str:
    cookies = (part.strip() for part in headers.get(b"cookie", b"").decode("latin-1").split(";"))
    return next((language for language in LANGUAGES if f"lang={language}" in cookies), "")


def _preferred(accepted: str) -> str:
    likings = [(_liking(part), -place, part.strip()[:2].lower()) for place, part in enumerate(accepted.split(","))]
    ours = [liking for liking in likings if liking[2] in LANGUAGES and liking[0] > 0]
    return max(ours)[2] if ours else DEFAULT


def _liking(part: str) -> float:
    _, _, quality = part.partition(";q=")
    try:
        return float(quality or 1)
    except ValueError:
        return 0.0


NOT_HERE = N_("There is nothing here.")
NOT_HERE_MORE = N_("The address is wrong, or it names something that this view does not show.")
