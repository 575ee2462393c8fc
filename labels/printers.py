"""What does a printer make of a page, and how is it set right?

Two copiers of the same make put the same file on the paper differently. A calibration sheet shows by how much; the correction is kept per
printer and applied to every sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from assets.errors import BadInput, NotFound
from assets.language import N_

_MOST_SHIFT, _MOST_SCALE = 20.0, 0.1


class Printer(msgspec.Struct, frozen=True):
    """What the settings know of a printer.

    scale, offset_mm (across, down): what is done to a place before it is printed, scaled from the paper's upper left corner, then moved right
    and down. For a thermal printer: address, where it is ("" for other printers); size of its labels ("60x30"); dpi; darkness 0-30 and
    speed 1-14, None to leave it as it is set.
    """

    offset_mm: tuple[float, float] = (0.0, 0.0)
    scale: tuple[float, float] = (1.0, 1.0)
    address: str = ""
    size: str = ""
    dpi: int = 203
    darkness: Annotated[int, msgspec.Meta(ge=0, le=30)] | None = None
    speed: Annotated[int, msgspec.Meta(ge=1, le=14)] | None = None

    def corrected(self, x: float, y: float) -> tuple[float, float]:
        """Where to print what shall stand at (x, y) millimetres from the paper's upper left corner."""
        return self.offset_mm[0] + self.scale[0] * x, self.offset_mm[1] + self.scale[1] * y


AS_IT_IS = Printer()


def printer(settings: Mapping[str, object], name: str) -> Printer:
    """The printer of this name in the settings; without a name `default`, or none. NotFound, BadInput when it is not there or wrong."""
    known = settings.get("printer", {})
    if not isinstance(known, dict):
        raise _wrong(name or "default")
    if not name and "default" not in known:
        return AS_IT_IS
    if (name or "default") not in known:
        raise NotFound(
            N_("The settings know no printer {name}; they know: {known}."),
            hint=N_("assets label --calibrate --printer {name}   prints a sheet to measure it by"),
            name=name,
            known=", ".join(known) or "-",
        )
    return _checked(known[name or "default"], name or "default")


def measured(
    before: Printer,
    *,
    long_mm: tuple[float, float],
    ruler_mm: tuple[float, float],
    shift_mm: tuple[float, float],
    cross_mm: float,
) -> Printer:
    """The correction after a calibration sheet, printed with the correction `before`, was measured.

    long_mm: what the rulers of `ruler_mm` measure on paper; shift_mm: how far right and down of its place the first cross stands, whose
    place is `cross_mm` from the paper's left and upper edge. BadInput when nothing prints that badly.
    """
    stretched = tuple(long / ruler if ruler else 1.0 for long, ruler in zip(long_mm, ruler_mm, strict=True))
    if any(abs(stretch - 1) > _MOST_SCALE for stretch in stretched) or max(map(abs, shift_mm)) > _MOST_SHIFT:
        raise BadInput(
            N_("That is too far off for a printer: rulers of {ruler} mm, shifted by at most {most} mm."),
            hint=N_("Measure again; print without “fit to page”."),
            ruler="x".join(f"{long:g}" for long in ruler_mm),
            most=int(_MOST_SHIFT),
        )
    scale = tuple(old / stretch for old, stretch in zip(before.scale, stretched, strict=True))
    offset = tuple(
        old - new * (shift - (stretch - 1) * cross_mm)
        for old, new, shift, stretch in zip(before.offset_mm, scale, shift_mm, stretched, strict=True)
    )
    return Printer(offset_mm=(round(offset[0], 3), round(offset[1], 3)), scale=(round(scale[0], 5), round(scale[1], 5)))


def _checked(given: Any, name: str) -> Printer:
    try:
        found = msgspec.convert(given, Printer)
    except msgspec.ValidationError as error:
        raise _wrong(name) from error
    if (
        any(abs(scale - 1) > 2 * _MOST_SCALE for scale in found.scale)
        or max(map(abs, found.offset_mm)) > 2 * _MOST_SHIFT
    ):
        raise _wrong(name)
    return found


def _wrong(name: str) -> BadInput:
    return BadInput(
        N_("The settings of the printer {name} cannot be used."),
        hint=N_(
            'In settings.toml: [printer.{name}]  offset_mm = [0.0, 0.0]  scale = [1.0, 1.0], or for a thermal printer: address = "tcp://192.0.2.10:9100"  size = "60x30"  dpi = 203'
        ),
        name=name,
    )
