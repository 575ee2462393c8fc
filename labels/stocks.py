"""Where do the labels of a sheet sit?

The numbers are data, in `stocks.toml`: facts printed on the boxes, one table per part number.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from assets.errors import NotFound
from assets.language import N_

DEFAULT = "OP3008"


class Stock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One product of label paper; every length in millimetres, every pair is (across, down)."""

    part: str
    brand: str
    page_mm: tuple[float, float]
    label_mm: tuple[float, float]
    columns: int
    rows: int
    left_mm: float
    top_mm: float
    pitch_mm: tuple[float, float]

    @property
    def per_page(self) -> int:
        """How many labels one page carries."""
        return self.columns * self.rows

    def corner_mm(self, cell: int) -> tuple[float, float]:
        """From the paper's upper left corner to that of label `cell`, counted from 0 along the rows."""
        row, column = divmod(cell, self.columns)
        return self.left_mm + column * self.pitch_mm[0], self.top_mm + row * self.pitch_mm[1]


def stock(part: str = DEFAULT) -> Stock:
    """The label stock with this part number, in any case; NotFound names the known ones."""
    known = stocks()
    found = known.get(part.strip().upper())
    if found is None:
        raise NotFound(
            N_("No label stock {part}. Known are {known}."),
            hint=N_("Look for the part number on the box of the labels."),
            part=part,
            known=", ".join(known),
        )
    return found


@cache
def stocks() -> dict[str, Stock]:
    """Every known stock, by part number, in the order of `stocks.toml`."""
    tables = tomllib.loads(files("labels").joinpath("stocks.toml").read_text(encoding="utf-8"))
    return {part: msgspec.convert({"part": part, **table}, Stock) for part, table in tables.items()}
