"""Can a contract end with a medium nobody can account for?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from itertools import product
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from assets import decide
from assets import events as e
from assets.errors import AssetsError
from assets.lines import Event
from assets.state import NOWHERE, Asset, Container
from tests import stocktakes
from tests.stories import COPYING, PROTOCOL, SHREDDING, Story, begin, without

Act = Callable[[Story, Asset], object]
_FORBIDDEN = {"violation": "手違い", "recorded_by": "P-01"}
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
    # A disposal from the application to the end of the work; a label and a serial are scanned as a pair.
    "request": lambda story, asset: story.do(
        decide.request_disposal, request=_application(story), assets=[asset], day=_DAY
    ),
    "start work": lambda story, asset: story.start(approval=("", *asset.approvals)[-1], day=_DAY),
    "dispose in the session": lambda story, asset: _at_work(story, asset, seen=asset.arrival.serial),
    "dispose in the session, wrong pair": lambda story, asset: _at_work(story, asset, seen="KKS999"),
    "end work": lambda story, asset: _end_work(story),
    # A stock-take.
    "start counting": lambda story, asset: stocktakes.start(story, day=_DAY),
    "count": lambda story, asset: stocktakes.count(story, asset, day=_DAY, stocktake=_last(story.desk.stocktakes)),
    "count elsewhere": lambda story, asset: stocktakes.count(
        story, asset, day=_DAY, stocktake=_last(story.desk.stocktakes), place="H-1"
    ),
    "end counting": lambda story, asset: stocktakes.close(story, day=_DAY, number=_last(story.desk.stocktakes)),
    # What has happened although it was forbidden.
    "dispose, forbidden": lambda story, asset: story.dispose(
        asset, day=_DAY, validated=False, method="shred", place="D-1", **_FORBIDDEN
    ),
    "dispose, forbidden and alone": lambda story, asset: story.dispose(
        asset, day=_DAY, validated=False, method="shred", place="D-1", witness="", **_FORBIDDEN
    ),
    "return, forbidden": lambda story, asset: story.give_back(asset, day=_DAY, received_by="C-02", **_FORBIDDEN),
    "move, forbidden": lambda story, asset: story.move(asset, day=_DAY, place="L-1", **_FORBIDDEN),
    # Boxes, parts, products, mistakes.
    "pack": lambda story, asset: story.pack(asset, _box(story), day=_DAY),
    "unpack": lambda story, asset: story.unpack(asset, day=_DAY),
    "return the box": lambda story, asset: story.carry(
        _box(story), decide.give_back, deed="return", day=_DAY, operator="P-01", received_by="C-01", method="手渡し"
    ),
    "send the box": lambda story, asset: story.carry(
        _box(story),
        decide.send,
        deed="send",
        day=_DAY,
        operator="P-01",
        received_by="S-01",
        place="S-1",
        method="専用便",
    ),
    "split": lambda story, asset: story.split(asset, 1, 1, day=_DAY),
    "extract": lambda story, asset: story.extract(asset, day=_DAY, serial=f"SSD-{len(story.lines)}"),
    "produce": lambda story, asset: story.produce(day=_DAY, title=f"一覧 {len(story.lines)}", place="V-1"),
    "produce on it": lambda story, asset: story.produce(
        day=_DAY, title=f"抽出 {len(story.lines)}", host=asset, medium="logical_copy"
    ),
    "take back": lambda story, asset: story.take_back(asset),
    "take the beginning back": lambda story, asset: story.take_back(asset, line=asset.begun_seq),
    "correct": lambda story, asset: story.correct(asset, changes={"remarks": "箱に傷"}),
    "correct the owner": lambda story, asset: story.correct(asset, changes={"owner": "contractor"}, document="訂-1"),
}
COURSES = (
    ("approve", "start work", "dispose in the session", "end work", "validate"),
    ("approve", "dispose", "validate"),
    ("copy", "approve", "dispose", "validate"),
    ("copy", "lose", "assess", "give up", "tell and close"),
    ("approve", "dispose, failed", "dispose", "validate"),
    ("approve", "dispose, by a firm", "validate", "certify"),
    ("start counting", "count", "end counting"),
    ("move", "start counting", "count elsewhere", "end counting", "find"),
    ("start counting", "end counting", "assess", "give up", "tell and close"),
    ("lose", "assess", "give up", "tell and close"),
    ("send", "accept", "return"),
    ("pack", "unpack", "return"),
    ("pack", "return the box"),
    ("pack", "send the box", "accept"),
    ("split", "return"),
    ("dispose, forbidden", "validate", "assess", "tell and close"),
    ("dispose, forbidden", "validate", "assess as none", "tell and close"),
    ("return", "take back"),
    ("take the beginning back",),
    ("lose", "find"),
    ("erase", "reject"),
    ("erase", "validate", "correct the owner"),
)
_OF_ITS_OWN = [(name,) for name in sorted(ACTS)]
_TRIED = st.lists(st.tuples(st.sampled_from([*_OF_ITS_OWN, *COURSES]), st.integers(0, 5)), max_size=25)
THINGS: dict[str, dict[str, Any]] = {
    "client": {},
    "contractor": {"owner": "contractor"},
    "lessor": {"owner": "lessor"},
    "bundle": {"quantity": 2, "unit": "本"},
    "server": {"medium": "device_composite"},
}
_OWNERS = st.lists(st.sampled_from(sorted(THINGS)), min_size=1, max_size=3)


def _application(story: Story) -> e.DisposalRequested:
    return e.DisposalRequested(
        number=f"申-{len(story.lines)}", method="shred", place="D-1", performed_by="P-02", witness="P-05"
    )


def _at_work(story: Story, asset: Asset, *, seen: str) -> object:
    words = {"session": _last(story.desk.sessions), "serial_seen": seen, "performed_by": "", "witness": ""}
    return story.dispose(asset, day=_DAY, validated=False, **words)


def _end_work(story: Story) -> object:
    words = {"session": _last(story.desk.sessions), "assets": tuple(story.assets.values()), "explanation": "次回"}
    return story.do(decide.close_session, day=_DAY, **words)


def _last(numbered: Mapping[str, object]) -> str:
    return next(reversed(numbered), "")


def _box(story: Story) -> Container:
    made = [line.fact.asset for line in story.lines if isinstance(line.fact, e.ContainerMade)]
    return story.container(made[0]) if made else story.container_at(day=_DAY)


def _tried(act: Callable[[], object]) -> bool:
    try:
        act()
    except (AssetsError, KeyError):
        return False
    return True


def played(owners: list[str], acts: list[tuple[tuple[str, ...], int]], *, happened: set[str] | None = None) -> Story:
    """A contract with one medium for each owner, after everything that was allowed of `acts` was done; the sum holds after each.

    happened: takes the names of what was allowed.
    """
    story = begin(
        replace(COPYING, sources=("国保被保険者データ",), **_ALL_YEAR),
        protocol=replace(PROTOCOL, media=(*PROTOCOL.media, "device_composite")),
    )
    for owner in owners:
        number = len(story.assets) + 1
        story.receive(title=f"国保被保険者データ 第{number}巻", serial=f"KKS{number}", **THINGS[owner])
    for course, which in acts:
        asset = list(story.assets.values())[which % len(story.assets)]
        for name in course:
            if _tried(partial(ACTS[name], story, asset)):
                assert [] == _out_of_balance(story), name
                (happened if happened is not None else set()).add(name)
    return story


def closed(story: Story) -> bool:
    """Whether the contract could be ended and closed as things stand."""
    story.do(decide.end_contract, trigger="completion", document="", day="2026-03-31")
    return _tried(lambda: story.close(day="2026-04-02"))


class Account(NamedTuple):
    """What the lines alone amount to: number -> what began it, and the numbers whose end is proved."""

    begun: dict[str, e.Arrival]
    proved: set[str]

    @property
    def came(self) -> Counter[str]:
        """How many were received, copied and produced; a part, and what was taken out of a device, came as the whole did."""
        return Counter(getattr(fact, "origin", fact.kind) for fact in self.begun.values())


def account(lines: list[Event]) -> Account:
    """An account of its own, which asks neither the rules nor the state.

    Proved are: a return; a loss with an incident that names it, was assessed, told of twice and closed; a destruction that passed before a
    witness with an approval, or against both with an incident that names it; an erasure of the contractor's own medium that passed before a
    verifier; each accepted by the responsible person, with its certificate when one was due. What was split is its parts, what was taken
    back never was.
    """
    begun: dict[str, e.Arrival] = {}
    proved: set[str] = set()
    acts: dict[str, e.Erased | e.Disposed] = {}
    accepted: set[str] = set()
    for fact in _standing(lines):
        match fact:
            case e.Arrival():
                begun[fact.asset] = fact
                if isinstance(fact, e.Split):
                    begun.pop(fact.source, None)
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
    for fact in (fact for fact in _standing(lines) if isinstance(fact, e.Corrected) and "owner" in fact.fields):
        if fact.asset in begun:
            begun[fact.asset] = replace(begun[fact.asset], owner=fact.now[fact.fields.index("owner")])
    proved |= {number for number in accepted & set(begun) if _ends(lines, acts[number], begun[number])}
    return Account(begun, proved & set(begun))


def _standing(lines: list[Event]) -> list[e.Fact]:
    void = {line.fact.of for line in lines if isinstance(line.fact, e.Corrected) and line.fact.void}
    return [line.fact for line in lines if line.seq not in void]


def unaccounted(lines: list[Event]) -> list[str]:
    """Numbers of the assets that no line proves to have ended."""
    told = account(lines)
    return sorted(set(told.begun) - told.proved)


def _out_of_balance(story: Story) -> list[object]:
    """What of received + copied + produced = returned + erased + disposed + lost + open does not hold, to the number; a loss is proved later."""
    told = account(story.lines)
    counted = {number: asset for number, asset in story.assets.items() if asset.ending not in NOWHERE}
    ended = {number for number, asset in counted.items() if asset.ending not in ("", "lost")}
    lost = {number for number, asset in counted.items() if asset.ending == "lost"}
    came = Counter(asset.origin for asset in counted.values())
    return [
        *(set(told.begun) ^ set(counted)),
        *(ended ^ (told.proved - lost)),
        *((told.came - came) + (came - told.came)),
    ]


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


def _ends(lines: list[Event], act: e.Erased | e.Disposed, begun: e.Arrival) -> bool:
    if act.result != "pass":
        return False
    if act.violation:
        return any(isinstance(line.fact, e.IncidentAffected) and line.fact.asset == act.asset for line in lines)
    if isinstance(act, e.Erased):
        return begun.owner == "contractor" and act.verified_by not in ("", act.performed_by)
    pending = (act.vendor or act.certificate_due) and not act.certificate_no
    return bool(act.approval and act.witness not in ("", act.performed_by) and not pending)


@given(_OWNERS, _TRIED, st.booleans())
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_contract_closes_on_a_medium_unaccounted_for(
    owners: list[str], acts: list[tuple[tuple[str, ...], int]], tidied: bool
) -> None:
    """Whatever is tried, in whatever order: a contract that closes has proved the end of every medium and every copy, to the unit (clause 40)."""
    story = played(owners, acts)
    if tidied:
        _tidy(story)

    was_closed = closed(story)

    event(f"closed: {was_closed}")
    if was_closed:
        assert [] == unaccounted(story.lines)
        assert [] == _under_way(story.lines)
        [last] = [line.fact for line in story.lines if isinstance(line.fact, e.ContractClosed)]
        came = account(story.lines).came
        assert (came["received"], came["copied"], came["produced"]) == (last.received, last.copied, last.produced)
        assert came.total() == last.returned + last.erased + last.disposed + last.lost


def test_everything_that_is_tried_does_happen() -> None:
    """Nothing above is refused always, or the search would prove less than it seems to; but a label and another medium's serial are no pair."""
    happened: set[str] = set()
    for owner, course in product(THINGS, (*COURSES, *_OF_ITS_OWN)):
        played([owner], [(course, 0)], happened=happened)

    assert {"dispose in the session, wrong pair"} == set(ACTS) - happened


def _under_way(lines: list[Event]) -> list[str]:
    """Numbers of the disposal sessions and incidents that no line closes."""
    facts = [line.fact for line in lines]
    begun = [fact.session for fact in facts if isinstance(fact, e.SessionStarted)]
    begun += [fact.number for fact in facts if isinstance(fact, e.IncidentOpened)]
    ended = {fact.session for fact in facts if isinstance(fact, e.SessionClosed)}
    return [
        number
        for number in begun
        if number not in ended | {fact.number for fact in facts if isinstance(fact, e.IncidentClosed)}
    ]


def _tidy(story: Story) -> None:
    """What a manager does at the end: accept what passed, get the certificates, find what is missing, give everything back, settle what is open."""
    _tried(partial(_end_work, story))
    for number in list(story.desk.incidents):
        _tried(partial(story.assess, number, day=_DAY))
    for asset in list(story.assets.values())[::-1]:
        for name in ("validate", "certify", "find", "accept", "unpack", "return", "erase", "validate", "return"):
            _tried(partial(ACTS[name], story, asset))
    for number in list(story.desk.incidents):
        _tried(partial(story.settle, number, day=_DAY))


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
    story = played(["client"], [(tuple(acts), 0)])

    assert (is_closed, is_closed) == (closed(story), not unaccounted(story.lines))


@pytest.mark.parametrize("rule", ["R40-1"])
def test_the_account_sees_what_a_missing_rule_lets_through(rule: str) -> None:
    """Without the rule that nothing may be left, a contract closes on an open tape, and the account of its own says which."""
    story = played(["client", "client"], [(("return",), 0)])
    with without(rule), without("R40-5"):
        assert closed(story)

    assert [list(story.assets)[1]] == unaccounted(story.lines)


def test_the_account_sees_a_loss_that_nobody_proved() -> None:
    """Without the rules that ask for the incident to be told of and closed, a contract closes on a tape given up in silence; the account says which."""
    story = played(["client"], [(("lose", "assess", "give up"), 0)])
    with without("R40-12"), without("R37-16"):
        assert closed(story)

    assert list(story.assets) == unaccounted(story.lines)
