"""Where do the labels of a sheet sit?

The numbers are data, in `stocks.toml`: facts printed on the boxes, one table per part number; or what somebody measured, `custom`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

import msgspec

from assets.errors import BadInput, NotFound
from assets.language import N_

DEFAULT = "OP3008"
PAPERS = {"a4": (210.0, 297.0), "a5": (148.0, 210.0), "a6": (105.0, 148.0), "letter": (215.9, 279.4)}
"""Sheets that have a name, in millimetres."""

_PAIR = re.compile(r"(-?\d+(?:\.\d+)?)[x*,](-?\d+(?:\.\d+)?)")
_TOLERANCE = 0.01
_OFFICE_EDGE, _ROLL_EDGE = 4.3, 1.5
_WIDEST_ROLL = 104.0
_LARGEST = 1200.0


class Stock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One product of label paper; every length in millimetres, every pair is (across, down).

    edge_mm: what the printer leaves white at the edge of the paper; source: whose numbers these are, "" for those of gLabels.
    """

    part: str
    brand: str
    page_mm: tuple[float, float]
    label_mm: tuple[float, float]
    columns: int
    rows: int
    left_mm: float
    top_mm: float
    pitch_mm: tuple[float, float]
    edge_mm: float = _OFFICE_EDGE
    source: str = ""

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
    found = known.get(unicodedata.normalize("NFKC", part).strip().upper())
    if found is None:
        raise NotFound(
            N_("No label stock {part}. Known are {known}."),
            hint=N_(
                "Look for the part number on the box of the labels, or give their size: assets label --size 66x33.9"
            ),
            part=part,
            known=", ".join(known),
        )
    return found


@cache
def stocks() -> dict[str, Stock]:
    """Every known stock, by part number, in the order of `stocks.toml`."""
    tables = tomllib.loads(files("labels").joinpath("stocks.toml").read_text(encoding="utf-8"))
    return {part: msgspec.convert({"part": part, **table}, Stock) for part, table in tables.items()}


def custom(size: str, *, sheet: str = "", grid: str = "", margin: str = "", pitch: str = "") -> Stock:
    """Stock as somebody measured it: `size` of a label ("62x29"), each a page of its own unless `sheet` names the paper.

    sheet: a4, a5, a6, letter or a size; grid: labels across x down, as many as fit when not said; margin: from the paper's left and
    upper edge to the first label, the labels in the middle when not said; pitch: from one label to the next, touching when not said.
    BadInput when it is no size, or the labels do not fit the paper.
    """
    label = pair(size, option="--size")
    page = PAPERS.get(sheet.strip().lower()) or (pair(sheet, option="--sheet") if sheet else label)
    step = pair(pitch, option="--pitch") if pitch else label
    count = (
        _counted(grid)
        if grid
        else _as_many_as_fit(page, label, step, pair(margin, option="--margin") if margin else None)
    )
    left, top = pair(margin, option="--margin") if margin else _in_the_middle(page, label, step, count)
    alone = not sheet and page[0] <= _WIDEST_ROLL
    made = Stock(
        part=_named(label, sheet),
        brand="-",
        page_mm=page,
        label_mm=label,
        columns=count[0],
        rows=count[1],
        left_mm=left,
        top_mm=top,
        pitch_mm=step,
        edge_mm=_ROLL_EDGE if alone else _OFFICE_EDGE,
    )
    _must_lie_on_its_paper(made)
    return made


def pair(text: str, *, option: str) -> tuple[float, float]:
    """Two lengths, "62x29"; full-width and mm are understood. BadInput for anything else."""
    folded = re.sub(r"\s|mm", "", unicodedata.normalize("NFKC", text).lower().replace("×", "x"))
    found = _PAIR.fullmatch(folded)
    if not found:
        raise _no_pair(text, option)
    return float(found[1]), float(found[2])


def _no_pair(text: str, option: str) -> BadInput:
    return BadInput(
        N_("{option} takes two numbers with an x between them, not {text}."),
        hint=N_("For example {option} 62x29 (millimetres, across and down)"),
        option=option,
        text=text,
    )


def faults(paper: Stock) -> list[str]:
    """What is wrong with a stock's geometry: labels that leave the paper, or lie on each other. Codes: size, off, overlap."""
    found = []
    if min(*paper.label_mm, *paper.page_mm, paper.columns, paper.rows) <= 0 or max(paper.page_mm) > _LARGEST:
        return ["size"]
    last = paper.corner_mm(paper.per_page - 1)
    for near, far, label, page in zip((paper.left_mm, paper.top_mm), last, paper.label_mm, paper.page_mm, strict=True):
        if near < -_TOLERANCE or far + label > page + _TOLERANCE:
            found.append("off")
    for number, step, label in zip((paper.columns, paper.rows), paper.pitch_mm, paper.label_mm, strict=True):
        if number > 1 and step < label - _TOLERANCE:
            found.append("overlap")
    return found


def _must_lie_on_its_paper(paper: Stock) -> None:
    wrong = faults(paper)
    if wrong:
        raise BadInput(
            N_("Labels of {width} x {height} mm do not lie so on {page}: they would leave the paper or overlap."),
            hint=N_("Measure again: assets label --size 50x25 --sheet a4 --grid 3x10 --margin 10x12 --pitch 60x27"),
            width=_short(paper.label_mm[0]),
            height=_short(paper.label_mm[1]),
            page="x".join(map(_short, paper.page_mm)),
        )


def _counted(grid: str) -> tuple[int, int]:
    across, down = pair(grid, option="--grid")
    if across != int(across) or down != int(down):
        raise _no_pair(grid, "--grid")
    return int(across), int(down)


def _as_many_as_fit(
    page: tuple[float, float], label: tuple[float, float], step: tuple[float, float], margin: tuple[float, float] | None
) -> tuple[int, int]:
    near = margin or (0.0, 0.0)
    across, down = (
        int((room - start - one + _TOLERANCE) // each + 1) if each > 0 else 0
        for room, start, one, each in zip(page, near, label, step, strict=True)
    )
    return across, down


def _in_the_middle(
    page: tuple[float, float], label: tuple[float, float], step: tuple[float, float], count: tuple[int, int]
) -> tuple[float, float]:
    left, top = (
        (room - (number - 1) * each - one) / 2 for room, one, each, number in zip(page, label, step, count, strict=True)
    )
    return left, top


def _named(label: tuple[float, float], sheet: str) -> str:
    size = "x".join(map(_short, label))
    return f"{size} ({sheet.strip().lower()})" if sheet else size


def _short(length: float) -> str:
    return f"{length:g}"
