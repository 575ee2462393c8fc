"""On which labels is it printed?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from assets.errors import BadInput
from assets.language import N_, _
from cli import fit, say

if TYPE_CHECKING:
    from labels.stocks import Stock

_PICTURE, _CARD = 14, 39
_PER_VARIANT = {"box": "L7163", "cover": "A5"}


def chosen(
    settings: Mapping[str, object],
    variant: str,
    *,
    part: str,
    size: str,
    sheet: str,
    grid: str,
    margin: str,
    pitch: str,
) -> Stock:
    """The stock that was named or measured; else that of the settings, or the one that suits the variant. BadInput, NotFound."""
    from labels.stocks import DEFAULT, custom, stock

    if size:
        return custom(size, sheet=sheet, grid=grid, margin=margin, pitch=pitch)
    if sheet or grid or margin or pitch:
        raise BadInput(N_("How large is a label?"), hint=N_("Add --size, for example --size 50x25"))
    return stock(part or _PER_VARIANT.get(variant) or str(settings.get("stock") or DEFAULT))


def show(*, json: bool) -> None:
    """Every known stock, with a small picture of its sheet."""
    from labels.stocks import stocks

    if json:
        say.as_json([_as_data(stock) for stock in stocks().values()])
        return
    cards = [list(_card(stock)) for stock in stocks().values()]
    nothing: list[str] = []
    for left, right in zip_longest(cards[::2], cards[1::2], fillvalue=nothing):
        for one, other in zip_longest(left, right, fillvalue=""):
            say.line((one + " " * (_CARD - fit.width(one)) + "  " + other).rstrip())
        say.line()
    say.line(_("Another size: assets label --size 50x25 --sheet a4 --grid 3x10 --margin 10x12 --pitch 60x27"))


def _as_data(stock: Stock) -> dict[str, Any]:
    import msgspec

    return {**msgspec.to_builtins(stock), "labels": stock.per_page, "too_small": _too_small(stock)}


def _card(stock: Stock) -> Iterator[str]:
    """The lines of one stock: its picture with what it is beside it."""
    words = [f"{stock.part}  {stock.brand}", f"{_size(stock.label_mm)} mm"]
    if stock.per_page > 1:
        words.append(
            _("{across} x {down} = {count} labels").format(across=stock.columns, down=stock.rows, count=stock.per_page)
        )
    else:
        words.append(_("one to a page"))
    if _too_small(stock):
        words.append(_("too small for a code"))
    for line, word in zip_longest(picture(stock), words, fillvalue=""):
        yield f"{line:{_PICTURE}} {word}"


def picture(stock: Stock) -> list[str]:
    """The sheet in box characters, at most 14 wide: a stroke for each label, two rows of labels to a line."""
    if stock.per_page == 1:
        wide, tall = (6, 2) if stock.label_mm[0] > stock.label_mm[1] else (4, 3)
        return ["┌" + "─" * wide + "┐", *["│" + " " * wide + "│"] * (tall - 1), "└" + "─" * wide + "┘"]
    long = max(1, (_PICTURE - 3) // stock.columns - 1)
    gap = " " if stock.columns * (long + 1) <= _PICTURE - 3 else ""
    inside = [gap.join([stroke * long] * stock.columns) for stroke in "═" * (stock.rows // 2) + "─" * (stock.rows % 2)]
    wide = len(inside[0]) + 2
    return ["┌" + "─" * wide + "┐", *(f"│ {row} │" for row in inside), "└" + "─" * wide + "┘"]


def _size(lengths: tuple[float, float]) -> str:
    return " x ".join(f"{length:g}" for length in lengths)


def _too_small(stock: Stock) -> bool:
    """Whether not even a medium's label with a short number fits."""
    from labels.sheet import fits
    from labels.variants import Label

    return not fits(Label("R7012-00001-Y", "A", "R7012", "personal").face(), stock)
