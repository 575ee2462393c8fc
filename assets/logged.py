"""What did a scanner with a memory write on a line?

Such scanners keep what they read and give it later: `2025-06-02 10:31:05,R7012-00001-Y` or `R7012-00001-Y;2;10:31:05 2025/06/02`,
the parts in any order. A line that is not clearly one code with its time and count is left as it is.

>>> logged("2025-06-02 10:31:05,R7012-00001-Y")
Logged(text='R7012-00001-Y', occurred='2025-06-02T01:31:05.000Z', times=1)
"""

from __future__ import annotations

import re
from typing import NamedTuple

from assets.dates import parse_day
from assets.errors import BadInput

_PARTS = re.compile(r"[,;\t|]")
_COUNT = re.compile(r"[xX×]?([1-9][0-9]{0,2})")
_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,3})?)?")
_DAY = re.compile(r"[0-9]{4}([-/.]?)[0-9]{1,2}\1[0-9]{1,2}(?:[ T].*)?")


class Logged(NamedTuple):
    """A scan from a scanner's memory. occurred: the day or instant it was made, "" when the line does not say; times: how often."""

    text: str
    occurred: str = ""
    times: int = 1


def logged(line: str) -> Logged:
    """The code on a line with its time and count; the line itself when it is not clearly that."""
    parts = [part.strip().strip('"') for part in _PARTS.split(line)]
    days = [part for part in parts if _DAY.fullmatch(part)]
    clocks = [part for part in parts if _CLOCK.fullmatch(part)]
    counts = [part for part in parts if _COUNT.fullmatch(part) and part not in days]
    codes = [part for part in parts if part and part not in (*days, *clocks, *counts)]
    if len(codes) != 1 or len(days) > 1 or len(clocks) > len(days) or len(counts) > 1:
        return Logged(line)
    try:
        occurred = parse_day(" ".join([*days, *clocks])) if days else ""
    except BadInput:
        return Logged(line)
    return Logged(codes[0], occurred, int(_COUNT.sub(r"\1", counts[0])) if counts else 1)
