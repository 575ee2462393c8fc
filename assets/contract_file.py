"""What does a contract file (TOML) say?"""

from __future__ import annotations

import re
import secrets
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from assets import events as e
from assets.dates import parse_only_day
from assets.errors import BadInput
from assets.ids import PREFIX
from assets.language import N_
from assets.policy import effective, known, lowers, parse
from assets.rules.subcontracting import scopes
from assets.sanitization import media, methods
from assets.terms import term

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_F = TypeVar("_F", bound=e.Fact)
_TABLES = ("responsible", "policy", "protocol", "approval", "subcontract")
_SIDES = ("client", "contractor")
_DAYS = ("start", "end", "agreed_on", "approved_on", "valid_until", "erase_by")
_CODES = {"basis": ("client_approval", "spec_provision"), "form": ("written", "electronic", "oral")}
_HINT = N_("assets/sample/contract.toml is a contract file to start from.")


def read(path: Path) -> tuple[e.ContractOpened, list[e.Fact]]:
    """The contract, with the facts that came with it: people responsible, policy, protocol, subcontracts, approvals.

    Raises BadInput naming the table and what is wrong in it.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(N_("{path} is not a TOML file in UTF-8: {why}"), hint=_HINT, path=path, why=error) from error
    except OSError as error:
        raise BadInput(N_("The file {path} cannot be read."), path=path) from error
    opened = open_facts(_plain({name: value for name, value in given.items() if name not in _TABLES}))
    return opened, list(_further(given, opened.start))


def open_facts(fields: Mapping[str, Any]) -> e.ContractOpened:
    """The opening of a contract from its fields; raises BadInput when one is missing or its prefix is not a label prefix."""
    opened = _fact(e.ContractOpened, {**fields, "nonce": secrets.token_hex(16)}, "contract")
    if not PREFIX.fullmatch(opened.prefix):
        raise BadInput(
            N_("{prefix} is not a label prefix."), hint=N_("Two to six of A-Z and 0-9."), prefix=opened.prefix
        )
    if opened.end < opened.start:
        raise BadInput(N_("The contract ends ({end}) before it starts ({start})."), start=opened.start, end=opened.end)
    return opened


def _further(given: Mapping[str, Any], start: str) -> list[e.Fact]:
    facts: list[e.Fact] = [
        _responsible(side, str(person), start)
        for table in _several(given, "responsible")
        for side, person in table.items()
    ]
    facts += [fact for table in _several(given, "policy") for fact in _policy(_plain(table))]
    facts += [_fact(e.ProtocolSet, _plain(table), "protocol") for table in _several(given, "protocol")]
    facts += _tiers(
        [_fact(e.SubcontractAdded, _plain(table), "subcontract") for table in _several(given, "subcontract")]
    )
    approvals = [_approval(_plain(table), start) for table in _several(given, "approval")]
    for number, times in Counter(approval.number for approval in approvals).items():
        if times > 1:
            raise BadInput(
                N_("Approval {number} stands in the contract file {times} times."),
                hint=_HINT,
                number=number,
                times=times,
            )
    return [*facts, *approvals]


def _tiers(subcontracts: list[e.SubcontractAdded]) -> list[e.SubcontractAdded]:
    """Every parent is a subcontractor named before it, so that the tiers hang together (clause 20)."""
    named: set[str] = set()
    for one in subcontracts:
        if one.parent and one.parent not in named - {one.org}:
            raise BadInput(
                N_("[[subcontract]] {org} names the parent {parent}, which does not stand before it."),
                hint=_HINT,
                org=one.org,
                parent=one.parent,
            )
        named.add(one.org)
    return subcontracts


def _responsible(side: str, person: str, start: str) -> e.ResponsibleNamed:
    if side not in _SIDES:
        raise BadInput(N_("[responsible] names {found}; it names client and contractor."), hint=_HINT, found=side)
    return e.ResponsibleNamed(side=side, person=person, start=start)


def _policy(plain: dict[str, Any]) -> Iterator[e.PolicySet]:
    """What was agreed on beside the defaults of the profile named; lowering one needs the agreement's number, `document`."""
    document = str(plain.pop("document", ""))
    profile = {"profile": parse("profile", str(plain.pop("profile")))} if "profile" in plain else {}
    for key, text in (profile | plain).items():
        was = effective({} if key == "profile" else profile)[known(key).key]
        fact = e.PolicySet(key=key, value=parse(key, str(text)), was=was, document=document)
        if not document and lowers(key, was, fact.value):
            raise BadInput(
                N_("[policy] lowers {key} from {was} to {value} without the agreement that says so."),
                hint=N_("Add its number to [policy]: document = NUMBER"),
                key=key,
                was=term(was),
                value=term(fact.value),
            )
        yield fact


def provision(clause: str) -> str:
    """The number under which a provision of the specification (仕様書の定め) stands in the ledger: 仕様書 第7条; "" without a clause."""
    return f"仕様書 {clause}" if clause else ""


def _approval(plain: dict[str, Any], start: str) -> e.CopyApproved | e.DisposalApproved:
    kind = plain.pop("kind", "")
    if kind not in _APPROVALS:
        raise BadInput(N_("[[approval]] kind is {found}; it is copy or dispose."), hint=_HINT, found=kind or "-")
    plain["sources"] = [plain["sources"]] if isinstance(plain.get("sources"), str) else plain.get("sources", [])
    if clause := str(plain.get("spec_clause", "")):
        plain = {"basis": "spec_provision", "number": provision(clause), "approved_on": start} | plain
    approval = _fact(_APPROVALS[kind], plain, "approval")
    if isinstance(approval, e.CopyApproved):
        _must_name_its_basis(approval)
    if isinstance(approval, e.CopyApproved) and approval.max_copies < 1:
        raise BadInput(
            N_("Approval {number} allows {allowed} copies; it takes 1 or more."),
            hint=_HINT,
            number=approval.number,
            allowed=approval.max_copies,
        )
    return approval


def _must_name_its_basis(approval: e.CopyApproved) -> None:
    provided = approval.basis == "spec_provision"
    missing = (
        "" if (approval.spec_clause if provided else approval.approver) else "spec_clause" if provided else "approver"
    )
    if missing:
        raise BadInput(N_("Approval {number}: {field} is empty."), hint=_HINT, number=approval.number, field=missing)


_APPROVALS: dict[Any, type[e.CopyApproved] | type[e.DisposalApproved]] = {
    "copy": e.CopyApproved,
    "dispose": e.DisposalApproved,
}


def _several(given: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = given.get(name, [])
    tables = found if isinstance(found, list) else [found]
    if not all(isinstance(table, Mapping) for table in tables):
        raise BadInput(N_("[{table}] in the contract file is not a table."), hint=_HINT, table=name)
    return tables


def _plain(table: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in table.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain_value(one) for one in value]
    if isinstance(value, str):
        return _CONTROL.sub(" ", value).strip()
    return value.isoformat()[:10] if hasattr(value, "isoformat") else value


def _fact(kind: type[_F], fields: Mapping[str, Any], table: str) -> _F:
    try:
        fact = msgspec.convert({name: _meant(name, value) for name, value in fields.items()}, kind)
        _must_be_filled(fact)
    except (msgspec.ValidationError, BadInput) as error:
        raise BadInput(N_("[{table}] in the contract file: {why}"), hint=_HINT, table=table, why=error) from error
    return fact


def _meant(name: str, value: Any) -> Any:
    """A field's value: days as days, codes as codes we know; what the ledger writes itself stands in no file."""
    if name in e.Fact.__struct_fields__:
        raise BadInput(N_("{field} is written by the ledger alone."), field=name)
    known = {
        "method": methods(),
        "steps": methods(),
        "media": (*media(), "form", "document", "program"),
        "scope_info": scopes(),
        **_CODES,
    }.get(name, ())
    for code in value if isinstance(value, list) else [value]:
        if known and code not in known:
            raise BadInput(
                N_("{field} does not know {code}; it knows: {codes}"), field=name, code=code, codes=", ".join(known)
            )
    return parse_only_day(str(value)) if name in _DAYS and value else value


def _must_be_filled(fact: e.Fact) -> None:
    for field in msgspec.structs.fields(fact):
        if field.required and getattr(fact, field.name) == "":
            raise BadInput(N_("{field} is empty."), field=field.name)
