"""What does a correction say is right?"""

from __future__ import annotations

from collections.abc import Iterable

from assets import values, words
from assets.errors import BadInput
from assets.importer import readers
from assets.language import N_
from assets.terms import term

# Fields of other facts than a receipt's, with how they are read; a receipt's are read as on entry.
_OTHERS: dict[str, values.Reader] = {
    "tracking_no": values.code,
    "receipt_no": values.code,
    "reason": values.free_text,
    "tool": values.free_text,
    "certificate_no": values.code,
    "issued_on": values.day,
    "issuer": values.free_text,
    "document": values.code,
    "what": values.free_text,
    "info_owner": values.free_text,
}
_NEVER_EMPTY = ("reason", "issued_on", "issuer", "certificate_no", "what")


def read(pairs: Iterable[str], *, allow_numeric_serial: bool = False) -> dict[str, str]:
    """Field -> text as the ledger holds it, of `NAME=TEXT` pairs; the headings of forms (製造番号) name fields too.

    Raises BadInput, as on entry, for what no field can hold.
    """
    headings = words.meanings("headers.receipts")
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        field = headings.get(words.fold(name), name.strip())
        if not equals or field not in known(allow_numeric_serial=allow_numeric_serial):
            raise BadInput(
                N_("--set takes NAME=TEXT, not {pair}."),
                hint=N_("The names: {names}"),
                pair=pair,
                names=", ".join(known(allow_numeric_serial=allow_numeric_serial)),
            )
        found[field] = _read(field, values.tidy(text), allow_numeric_serial=allow_numeric_serial)
    return found


def known(*, allow_numeric_serial: bool = False) -> tuple[str, ...]:
    """The fields whose texts can be read."""
    return (*readers(allow_numeric_serial=allow_numeric_serial), *_OTHERS)


def _read(field: str, text: str, *, allow_numeric_serial: bool) -> str:
    receipt = readers(allow_numeric_serial=allow_numeric_serial)
    reader, empty, needed = receipt.get(field, (_OTHERS.get(field, values.free_text), "", field in _NEVER_EMPTY))
    if not text and needed:
        raise BadInput(N_("{field} cannot be empty."), field=term(field))
    try:
        value = reader(text) if text else empty
    except BadInput as error:
        told = BadInput(N_("This is no {field}. {why}"), hint=error.advice(), field=term(field), why=error.sentence())
        raise told from error
    return str(value.medium if isinstance(value, words.Carrier) else value)
