"""How do printed labels get into their file?"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from assets.errors import BadInput
from assets.language import N_, _
from assets.ledger import Ledger
from cli import say

if TYPE_CHECKING:
    from labels.printers import Printer
    from labels.stocks import Stock
    from labels.variants import Printable


@dataclass(frozen=True)
class Sheet:
    """What is printed on, and how."""

    ledger: Ledger
    stock: Stock
    printer: Printer
    out: Path
    start: int
    outline: bool
    bars: bool
    json: bool

    def write(self, wanted: Iterable[Printable], file: BinaryIO) -> int:
        """Write the labels to the file; returns its pages."""
        from labels.sheet import write_sheet

        return write_sheet(
            wanted,
            file,
            stock=self.stock,
            start=self.start,
            font=font_setting(self.ledger),
            printer=self.printer,
            outline=self.outline,
            bars=self.bars,
        )


def print_unrecorded(page: Sheet, wanted: Sequence[Printable]) -> None:
    """Places, people, seals and stickers: printing them again voids nothing, so nothing is recorded."""
    with drafted(page, wanted, len(wanted)) as (draft, pages):
        put_in_place(draft, page.out)
    told(page, pages, [printed.face().code for printed in wanted])


@contextmanager
def drafted(page: Sheet, wanted: Iterable[Printable], count: int) -> Iterator[tuple[Path, int]]:
    """The labels printed to a file beside the one that is asked for, with its pages; gone when anything goes wrong."""
    draft = _beside(page.out)
    try:
        with draft.open("wb") as file, say.progress(_("Printing"), count) as advance:
            pages = page.write(_counted(wanted, advance), file)
        yield draft, pages
    except _Kept:
        raise
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


class _Kept(BadInput):
    """The labels are printed and recorded, in another file than the one asked for."""


def _beside(out: Path) -> Path:
    try:
        with tempfile.NamedTemporaryFile(
            dir=out.absolute().parent, prefix=".labels-", suffix=out.suffix, delete=False
        ) as made:
            return Path(made.name)
    except OSError as error:
        raise BadInput(
            N_("{file} cannot be written."), hint=N_("Choose another folder: --out FILE"), file=out
        ) from error


def put_in_place(draft: Path, out: Path) -> None:
    """Let the printed file be the one that was asked for; BadInput, with the file kept, when that one cannot be written."""
    try:
        draft.replace(out)
    except OSError as error:
        raise _Kept(
            N_("{file} cannot be written; the labels are printed in {draft}."),
            hint=N_("Print that file, or move it."),
            file=out,
            draft=draft,
        ) from error


def _counted(wanted: Iterable[Printable], advance: Callable[[int], None]) -> Iterator[Printable]:
    for printed in wanted:
        yield printed
        advance(1)


def font_setting(ledger: Ledger) -> str | None:
    """The font that the settings name."""
    given = ledger.settings().get("font")
    return str(given) if given else None


def told(page: Sheet, pages: int, codes: list[str]) -> None:
    """Say what was printed; `codes`: what the labels read as."""
    from labels.fonts import find

    if page.json:
        say.as_json({"file": str(page.out), "pages": pages, "labels": codes})
        return
    if not find(font_setting(page.ledger)).embedded:
        say.note(
            _(
                "No Japanese TrueType font was found; the PDF uses the reader's own. Install fonts-ipaexfont-gothic, or set font in settings.toml."
            )
        )
    say.good(
        _("{count} labels on {pages} pages: {file}").format(count=len(codes), pages=pages, file=say.plain(page.out))
    )
