"""Can a contract end with a medium nobody can account for?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from assets import decide
from assets import events as e
from assets.errors import AssetsError
from assets.lines import Event
from assets.state import Asset
from tests.stories import COPYING, SHREDDING, Story, begin, without

Act = Callable[[Story, Asset], object]
_ALL_YEAR = {"valid_until": "2026-12-31"}
_DAY = "2026-03-25"

# What people may try, one thing at a time, whether it is allowed or not.
ACTS: dict[str, Act] = {
    "copy": lambda story, asset: story.copy(asset, day=_DAY),
    "move": lambda story, asset: story.move(asset, day=_DAY),
    "handover": lambda story, asset: story.handover(asset, day=_DAY),
    "send": lambda story, asset: story.send(asset, day=_DAY),
    "accept": lambda story, asset: story.accept(asset, day=_DAY),
    "lose": lambda story, asset: story.lose(asset, day=_DAY),
    "give up": lambda story, asset: story.lose(asset, incident=[*asset.incidents, "事故-001"][0], day=_DAY),
    "assess": lambda story, asset: story.assess([*asset.incidents, "事故-001"][0], day=_DAY),
    "assess as none": lambda story, asset: story.assess(
        [*asset.incidents, "事故-001"][0], category="no_incident", conclusion="なし", day=_DAY
    ),
    "tell and close": lambda story, asset: story.settle([*asset.incidents, "事故-001"][0], day=_DAY),
    "find": lambda story, asset: story.find(asset, day=_DAY),
    "return": lambda story, asset: story.give_back(asset, day=_DAY),
    "erase": lambda story, asset: story.erase(asset, day=_DAY, validated=False),
    "erase, unchecked": lambda story, asset: story.erase(asset, day=_DAY, validated=False, verified_by="", result=""),
    "erase, failed": lambda story, asset: story.erase(asset, day=_DAY, validated=False, result="fail"),
    "approve": lambda story, asset: story.approve(
        replace(SHREDDING, number=f"承認-廃-{len(story.lines)}", **_ALL_YEAR), asset, day=_DAY
    ),
    "dispose": lambda story, asset: story.dispose(asset, day=_DAY, validated=False),
    "dispose, failed": lambda story, asset: story.dispose(asset, day=_DAY, validated=False, result="fail"),
    "dispose, by a firm": lambda story, asset: story.dispose(
        asset, day=_DAY, validated=False, vendor="架空溶解処理株式会社", certificate_due="2026-05-01"
    ),
    "validate": lambda story, asset: story.validate(asset, day=_DAY),
    "reject": lambda story, asset: story.validate(asset, day=_DAY, decision="rejected"),
    "certify": lambda story, asset: story.certify(asset, day=_DAY),
}
_TRIED = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 5)), max_size=40)
_OWNERS = st.lists(st.sampled_from(["client", "contractor", "lessor"]), min_size=1, max_size=3)


def _tried(act: Callable[[], object]) -> bool:
    try:
        act()
    except (AssetsError, KeyError):
        return False
    return True


def played(owners: list[str], acts: list[tuple[str, int]]) -> Story:
    """A contract with one medium for each owner, after everything that was allowed of `acts` was done."""
    story = begin(replace(COPYING, sources=("国保被保険者データ",), **_ALL_YEAR))
    for owner in owners:
        story.receive(owner=owner, title=f"国保被保険者データ 第{len(story.assets)}巻")
    for name, which in acts:
        asset = list(story.assets.values())[which % len(story.assets)]
        _tried(partial(ACTS[name], story, asset))
    return story


def closed(story: Story) -> bool:
    """Whether the contract could be ended and closed as things stand."""
    story.do(decide.end_contract, trigger="completion", document="", day="2026-03-31")
    return _tried(lambda: story.close(day="2026-04-02"))


def unaccounted(lines: list[Event]) -> list[str]:
    """Numbers of the assets that no line proves to have ended: an account of its own, which asks neither the rules nor the state.

    Proved are: a return; a loss with an incident that names it, was assessed, told of twice and closed; a destruction that passed before a witness with an approval, an erasure of the contractor's
    own medium that passed before a verifier, each accepted by the responsible person, with its certificate when one was due.
    """
    begun: dict[str, e.Arrival] = {}
    proved: set[str] = set()
    acts: dict[str, e.Erased | e.Disposed] = {}
    accepted: set[str] = set()
    for line in lines:
        fact = line.fact
        match fact:
            case e.Arrival():
                begun[fact.asset] = fact
            case e.Returned():
                proved.add(fact.asset)
            case e.Lost() if _is_proved(lines, fact):
                proved.add(fact.asset)
            case e.Erased() | e.Disposed():
                acts[fact.asset] = fact
                accepted.discard(fact.asset)
            case e.Validated(decision="accepted") if fact.asset in acts:
                accepted.add(fact.asset)
            case e.Validated():
                acts.pop(fact.asset, None)
            case e.Certified() if fact.asset in acts:
                acts[fact.asset] = _certified(acts[fact.asset], fact.certificate_no)
    proved |= {number for number in accepted if _ends(acts[number], begun[number])}
    return sorted(set(begun) - proved)


def _is_proved(lines: list[Event], lost: e.Lost) -> bool:
    steps = [line.fact for line in lines if lost.incident == getattr(line.fact, "number", "")]
    said = [
        step.category
        for step in steps
        if isinstance(step, (e.IncidentOpened, e.IncidentAssessed)) and not getattr(step, "draft", False)
    ]
    told = {step.form for step in steps if isinstance(step, e.IncidentNoticed)}
    named = e.IncidentAffected(asset=lost.asset, incident=lost.incident)
    return (
        said[-1:] not in ([], ["no_incident"])
        and told == {"oral", "written"}
        and any(isinstance(step, e.IncidentClosed) for step in steps)
        and named in [replace(line.fact, occurred="") for line in lines if isinstance(line.fact, e.IncidentAffected)]
    )


def _certified(act: e.Erased | e.Disposed, number: str) -> e.Erased | e.Disposed:
    return replace(act, certificate_no=number) if isinstance(act, e.Disposed) else act


def _ends(act: e.Erased | e.Disposed, begun: e.Arrival) -> bool:
    if act.result != "pass":
        return False
    if isinstance(act, e.Erased):
        return begun.owner == "contractor" and act.verified_by not in ("", act.performed_by)
    pending = (act.vendor or act.certificate_due) and not act.certificate_no
    return bool(act.approval and act.witness not in ("", act.performed_by) and not pending)


@given(_OWNERS, _TRIED, st.booleans())
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_contract_closes_on_a_medium_unaccounted_for(
    owners: list[str], acts: list[tuple[str, int]], tidied: bool
) -> None:
    """Whatever is tried, in whatever order: a contract that closes has proved the end of every medium and every copy, to the unit (clause 40)."""
    story = played(owners, acts)
    if tidied:
        _tidy(story)

    was_closed = closed(story)

    event(f"closed: {was_closed}")
    if was_closed:
        assert [] == unaccounted(story.lines)
        [last] = [line.fact for line in story.lines if isinstance(line.fact, e.ContractClosed)]
        begun = Counter(type(line.fact) for line in story.lines if isinstance(line.fact, e.Arrival))
        assert (begun[e.Received], begun[e.Copied]) == (last.received, last.copied)
        assert last.received + last.copied == last.returned + last.erased + last.disposed + last.lost


def _tidy(story: Story) -> None:
    """What a manager does at the end: accept what passed, get the certificates, find what is missing, give everything back."""
    for asset in list(story.assets.values())[::-1]:
        for name in ("validate", "certify", "find", "accept", "return", "erase", "validate", "return"):
            _tried(partial(ACTS[name], story, asset))


@pytest.mark.parametrize(
    ("acts", "is_closed"),
    [
        (["return"], True),
        (["approve", "dispose"], False),
        (["approve", "dispose", "validate"], True),
        (["approve", "dispose, failed", "validate"], False),
        (["lose"], False),
        (["lose", "give up"], False),
        (["lose", "assess", "give up"], False),
        (["lose", "assess", "give up", "tell and close"], True),
        (["lose", "assess", "tell and close", "give up"], False),
        (["lose", "find", "assess as none", "lose", "give up"], False),
        (["lose", "find", "return", "tell and close"], True),
        (["erase, unchecked", "validate"], False),
        (["erase", "validate"], False),
        (["erase", "validate", "return"], True),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, list) else "",
)
def test_contracts_do_close(acts: list[str], is_closed: bool) -> None:
    """The control: ways that end a client's tape, and ways that do not; the account of its own agrees."""
    story = played(["client"], [(act, 0) for act in acts])

    assert (is_closed, is_closed) == (closed(story), not unaccounted(story.lines))


@pytest.mark.parametrize("rule", ["R40-1"])
def test_the_account_sees_what_a_missing_rule_lets_through(rule: str) -> None:
    """Without the rule that nothing may be left, a contract closes on an open tape, and the account of its own says which."""
    story = played(["client", "client"], [("return", 0)])
    with without(rule), without("R40-5"):
        assert closed(story)

    assert [list(story.assets)[1]] == unaccounted(story.lines)


def test_the_account_sees_a_loss_that_nobody_proved() -> None:
    """Without the rules that ask for the incident to be told of and closed, a contract closes on a tape given up in silence; the account says which."""
    story = played(["client"], [("lose", 0), ("assess", 0), ("give up", 0)])
    with without("R40-12"), without("R37-16"):
        assert closed(story)

    assert list(story.assets) == unaccounted(story.lines)
