"""How do the media held over time look?

A drawing that needs no script, prints, and says in words what it shows; the figures stand in a table beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from assets.holdings import Month
from assets.language import N_
from datasette_plugins.texts import translated

_WIDE, _HIGH, _LEFT, _BELOW, _ABOVE = 760, 240, 56, 34, 10
_TICKS = 4


def held(months: Sequence[Month]) -> Markup:
    """Media held as a line of steps, receipts as bars from the ground, endings as hatched bars beside them; nothing for no month."""
    if not months:
        return Markup("")
    most = _rounded(max(max(month.held, month.came, month.ended) for month in months))
    step = (_WIDE - _LEFT) / len(months)

    def at(value: int) -> float:
        return _HIGH - _BELOW - value / most * (_HIGH - _BELOW - _ABOVE)

    bars = Markup("").join(
        _bar(kind, _LEFT + number * step + side * step * 0.4 + step * 0.1, at(value), step * 0.4, at(0))
        for number, month in enumerate(months)
        for kind, side, value in (("came", 0, month.came), ("ended", 1, month.ended))
        if value
    )
    line = " ".join(
        f"{_LEFT + (number + end) * step:.1f},{at(month.held):.1f}"
        for number, month in enumerate(months)
        for end in (0, 1)
    )
    return Markup(
        '<svg class="plot" viewBox="0 0 {} {}" role="img" aria-labelledby="plot-title plot-words">'
        '<title id="plot-title">{}</title><desc id="plot-words">{}</desc>'
        '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path d="M0 0V5" class="hatch"/></pattern></defs>{}{}<polyline class="held" points="{}"/>{}</svg>'
    ).format(
        _WIDE, _HIGH, translated(N_("Media held over time")), _words(months), _scale(most, at), bars, line, _dates(months, step)
    )  # fmt: skip


def _words(months: Sequence[Month]) -> str:
    highest = max(months, key=lambda month: month.held)
    return translated(
        N_("From {first} to {last}: {came} came, {ended} ended, {held} are held now; the most were {most} in {month}."),
        first=months[0].month,
        last=months[-1].month,
        came=f"{sum(month.came for month in months):,}",
        ended=f"{sum(month.ended for month in months):,}",
        held=f"{months[-1].held:,}",
        most=f"{highest.held:,}",
        month=highest.month,
    )


def _bar(kind: str, left: float, top: float, wide: float, ground: float) -> Markup:
    return Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
        kind, left, top, wide, max(ground - top, 1)
    )


def _scale(most: int, at: object) -> Markup:
    assert callable(at)
    return Markup("").join(
        Markup('<path class="rule" d="M{} {:.1f}H{}"/><text x="{}" y="{:.1f}" text-anchor="end">{:,}</text>').format(
            _LEFT, at(value), _WIDE, _LEFT - 6, at(value) + 4, value
        )
        for value in sorted({most * tick // _TICKS for tick in range(_TICKS + 1)})
    )


def _dates(months: Sequence[Month], step: float) -> Markup:
    every = max(1, round(72 / step))
    return Markup("").join(
        Markup('<text x="{:.1f}" y="{}">{}</text>').format(_LEFT + number * step, _HIGH - 12, month.month)
        for number, month in enumerate(months)
        if number % every == 0 and (number + 0.5) * step + 30 < _WIDE - _LEFT + step
    )


def _rounded(most: int) -> int:
    """The next number that four lines divide well."""
    size = 4
    while size < most:
        size = size * 5 // 2 if str(size)[0] == "4" else size * 2
    return size
