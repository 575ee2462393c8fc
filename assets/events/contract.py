"""What can happen to the contract itself?"""

from __future__ import annotations

from typing import ClassVar

from assets.events.fact import Fact


class ContractOpened(Fact, frozen=True, kw_only=True):
    """契約の登録: the genesis of a contract's chain. `nonce` makes the hash of this line the chain's own name."""

    kind: ClassVar[str] = "contract.opened"
    number: str
    title: str
    prefix: str
    client: str
    contractor: str
    annex: str
    start: str
    end: str
    purposes: tuple[str, ...]
    nonce: str


class ContractEnded(Fact, frozen=True, kw_only=True):
    """契約終了: clause 40's trigger, demand (求め), completion (履行完了) or termination (解除); due_on: the day agreed, if any."""

    kind: ClassVar[str] = "contract.ended"
    trigger: str
    document: str = ""
    due_on: str = ""


class ContractClosed(Fact, frozen=True, kw_only=True):
    """完了: nothing is left, copies included; the sum of clause 40 balanced to the unit."""

    kind: ClassVar[str] = "contract.closed"
    received: int
    copied: int
    returned: int
    erased: int
    disposed: int
    lost: int
    produced: int = 0


class PolicySet(Fact, frozen=True, kw_only=True):
    """契約別方針 (clause 14): a setting of this contract; `document`: the agreement that lowered it."""

    kind: ClassVar[str] = "policy.set"
    key: str
    value: str
    was: str
    document: str = ""


class ConsentGiven(Fact, frozen=True, kw_only=True):
    """書面承諾 (clause 6): the client's prior written consent to use the information for `purpose`."""

    kind: ClassVar[str] = "consent.given"
    number: str
    given_on: str
    approver: str
    purpose: str
    valid_until: str = ""
