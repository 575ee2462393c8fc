"""How is the result of a stock-take shown?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import typer

from assets.language import _
from assets.terms import term
from assets.verification import result_name
from cli import say

_SHOWN = 40
_SUMS = ("expected", "found", "found_elsewhere", "missing", "gone", "others")


def say_list(rows: list[dict[str, Any]]) -> None:
    """The stock-takes of a contract, one to a line."""
    say.table(
        [_("Number"), _("Started"), _("Places"), _("Closed on"), *_headings(), _("Result")],
        [
            (
                row["number"],
                row["day"],
                row["places"],
                row["closed_on"] or _("being counted"),
                *(row[name] for name in _SUMS),
                "" if row["closed_on"] is None else _verdict(row),
            )
            for row in rows
        ],
        right=range(4, 4 + len(_SUMS)),
    )


def _headings() -> list[str]:
    return [_("On the list"), _("In place"), _("Found elsewhere"), _("Missing"), _("Went since"), _("Others")]


def _verdict(row: Mapping[str, Any]) -> str:
    return _("certified") if row["certified"] else _("differences")


def say_page(
    found: Mapping[str, Any], *, people: Mapping[str, str], places: Mapping[str, str], everything: bool
) -> None:
    """One stock-take: who counted what where, the sums, every difference, what is still to be seen, and the verdict."""
    limit = None if everything else _SHOWN
    _head(found, people, places)
    _sums(found)
    _differences(found["differences"], people, limit)
    _assets(_("Went missing: {count}"), found["missing_assets"], limit)
    _assets(_("Still to be seen: {count}"), found["remaining"] or [], limit)
    if found["closed_on"] is None:
        _say_open(found)
    else:
        _say_verdict(found)


def _head(found: Mapping[str, Any], people: Mapping[str, str], places: Mapping[str, str]) -> None:
    def person(number: str | None) -> str:
        return f"{number} {people.get(number, '')}".rstrip() if number else ""

    scope = [f"{place} {places.get(place, '')}".rstrip() for place in found["places"].split("、") if place]
    say.heading(_("Stock-take {number}").format(number=found["number"]))
    say.facts(
        [
            (_("Started"), found["day"]),
            (_("Places"), "、".join(scope) + (_(" (all of the contractor's own)") if found["whole"] else "")),
            (_("Mode"), term("blind") if found["mode"] == "blind" else _("with the list shown")),
            (_("Counted by"), f"{person(found['counted_by'])}, {person(found['second'])}"),
            (_("As of line"), found["as_of"]),
            (_("Hash of the list"), found["expected_hash"]),
            (_("Closed on"), found["closed_on"]),
            (_("Approved by"), person(found["approved_by"])),
            (_("Remarks"), found["remarks"]),
        ]
    )
    if not found["list_proved"]:
        say.problem(_("ALARM: the list does not have the hash that was frozen."), "assets verify")


def _sums(found: Mapping[str, Any]) -> None:
    if found["closed_on"] is not None:
        say.table(_headings(), [[found[name] for name in _SUMS]], right=range(len(_SUMS)))
        return
    results = found["results"].items()
    say.table(
        [_("On the list"), *(_(result_name(result)) for result, _scans in results)],
        [[found["expected"], *(scans for _result, scans in results)]],
        right=range(len(results) + 1),
    )


def _differences(rows: list[dict[str, Any]], people: Mapping[str, str], limit: int | None) -> None:
    if not rows:
        return
    say.table(
        [_("Line"), _("Day"), _("Scanned"), _("Result"), _("Place"), _("By"), _("State as seen")],
        [
            (
                row["seq"],
                row["day"],
                row["scanned"] or row["asset"],
                result_name(row["result"]),
                row["place"],
                f"{row['counted_by']} {people.get(row['counted_by'], '')}".rstrip(),
                _seen(row),
            )
            for row in rows[:limit]
        ],
        title=_("Differences: {count}").format(count=len(rows)),
        right=[0],
    )
    _more(rows, limit)


def _seen(row: Mapping[str, Any]) -> str:
    """What was noted of its state: seal, condition, quantity."""
    counted = _("quantity {quantity}").format(quantity=row["quantity"]) if row["quantity"] >= 0 else ""
    return " ".join(filter(None, (_(term(row["seal"])) if row["seal"] else "", row["condition"], counted)))


def _assets(title: str, rows: list[dict[str, Any]], limit: int | None) -> None:
    if not rows:
        return
    say.table(
        [_("Number"), _("Title"), _("Medium"), _("Class"), _("Place"), _("Holder")],
        [
            (row["number"], row["title"], term(row["medium"]), term(row["pi_class"]), row["place"], row["holder"])
            for row in rows[:limit]
        ],
        title=title.format(count=len(rows)),
    )
    _more(rows, limit)


def _more(rows: list[dict[str, Any]], limit: int | None) -> None:
    if limit is not None and len(rows) > limit:
        say.note(_("{count} more lines: --all").format(count=len(rows) - limit))


def _say_open(found: Mapping[str, Any]) -> None:
    if found["mode"] == "blind":
        say.paragraph(_("It is counted blind: what is still to be seen is shown when it is closed."))
    elif not found["remaining"]:
        say.good(_("Everything expected was seen."))


def _say_verdict(found: Mapping[str, Any]) -> None:
    if found["certified"]:
        whole = _(
            "Certified: no difference (差異なし). On the list = in place + found elsewhere + missing + went since."
        )
        say.paragraph(f"✓ {whole}", fg=say.GOOD)
    else:
        typer.secho("✗ " + _("Refused: there are differences (差異あり); no certificate."), fg=say.BAD, bold=True)
    if found["missing_assets"]:
        say.paragraph(
            _(
                "What is missing is searched for: assets found NUMBER --place PLACE, or assets lost NUMBER --incident NUMBER"
            )
        )
    if closing := found["closing"]:
        say.paragraph(_("Line {seq} of the chain, {hash}").format(**closing))
