"""What does a contract file (TOML) say?"""

from __future__ import annotations

import re
import secrets
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from assets import events as e
from assets.errors import BadInput
from assets.ids import PREFIX
from assets.language import N_

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_F = TypeVar("_F", bound=e.Fact)
_TABLES = ("responsible", "protocol", "approval", "subcontract")


def read(path: Path) -> tuple[e.ContractOpened, list[e.Fact]]:
    """The contract, with the facts that came with it: people responsible, protocol, approvals, subcontracts.

    Raises BadInput naming the table and what is wrong in it.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(N_("{path} is not a TOML file in UTF-8: {why}"), hint=N_("The README shows a contract file."), path=path, why=error) from error
    except OSError as error:
        raise BadInput(N_("The file {path} cannot be read."), path=path) from error
    opened = open_facts(_plain({name: value for name, value in given.items() if name not in _TABLES}))
    return opened, list(_further(given, opened.start))


def open_facts(fields: Mapping[str, Any]) -> e.ContractOpened:
    """The opening of a contract from its fields; raises BadInput when one is missing or its prefix is no label prefix."""
    opened = _fact(e.ContractOpened, {**fields, "nonce": secrets.token_hex(16)}, "contract")
    if not PREFIX.fullmatch(opened.prefix):
        raise BadInput(N_("{prefix} is no label prefix."), hint=N_("Two to six of A-Z and 0-9."), prefix=opened.prefix)
    if opened.end < opened.start:
        raise BadInput(N_("The contract ends ({end}) before it starts ({start})."), start=opened.start, end=opened.end)
    return opened


def _further(given: Mapping[str, Any], start: str) -> list[e.Fact]:
    facts: list[e.Fact] = [
        e.ResponsibleNamed(side=side, person=str(person), start=start) for side, person in given.get("responsible", {}).items()
    ]
    facts += [_fact(e.ProtocolSet, _plain(table), "protocol") for table in _several(given, "protocol")]
    facts += [_fact(e.SubcontractAdded, _plain(table), "subcontract") for table in _several(given, "subcontract")]
    for table in _several(given, "approval"):
        plain = _plain(table)
        kind = plain.pop("kind", "")
        if kind not in _APPROVALS:
            raise BadInput(N_("[[approval]] kind is {found}; it is copy or dispose."), found=kind or "-")
        plain["sources"] = [plain["sources"]] if isinstance(plain.get("sources"), str) else plain.get("sources", [])
        facts.append(_fact(_APPROVALS[kind], plain, "approval"))
    return facts


_APPROVALS: dict[str, type[e.Fact]] = {"copy": e.CopyApproved, "dispose": e.DisposalApproved}


def _several(given: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = given.get(name, [])
    return found if isinstance(found, list) else [found]


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
        return msgspec.convert(dict(fields), kind)
    except msgspec.ValidationError as error:
        raise BadInput(
            N_("[{table}] in the contract file: {why}"), hint=N_("The README shows a contract file."), table=table, why=error
        ) from error
