"""What has happened before a story begins?

A Story is a contract under way. Whatever is told in it goes through `decide`, becomes a line as the journal writes it, is read back
and folded, so that no test stands on a state that the program could not have reached.
"""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

import pytest
from msgspec.structs import replace
from typer._click.exceptions import ClickException

from assets import decide
from assets import events as e
from assets.checks import Item, View, look
from assets.ids import Scan
from assets.journal import Row
from assets.lines import GENESIS, Actor, Event, read_line, write_line
from assets.policy import effective
from assets.refusal import Reason, Refused
from assets.register import Register
from assets.rules import RULES
from assets.rules.rule import _GUARDS
from assets.sanitization import kind_of
from assets.state import Asset, Container, Contract, fold_asset, fold_assets, fold_container, fold_desk, touched
from assets.when import Moment, instant
from cli.main import build
from cli.verbs import VERBS

NO_COMMAND_HELPS = ("R00-4",)  # the number is to be left out: there is nothing to type
KEYBOARD = Actor(auth="typed", host="desk-1", op="P-01", os="operator")
OPENED = e.ContractOpened(
    number="R7-国保-012",
    title="受診券等作成業務委託",
    prefix="R7012",
    client="架空市",
    contractor="架空ビジネスサービス株式会社",
    annex="個人情報取扱特記事項 (20250401)",
    start="2025-04-01",
    end="2026-03-31",
    purposes=("データ入力",),
    nonce="0" * 32,
)
OURS, AGENCY, PULPERS, STRANGERS = (
    "架空ビジネスサービス株式会社",
    "架空人材派遣株式会社",
    "架空溶解処理株式会社",
    "架空運送株式会社",
)


def _person(number: str, name: str, org: str, side: str, **more: Any) -> e.PersonAdded:
    bound = "" if side == "client" else "2025-04-01"
    usual = {"start": "2025-04-01", "pledged_on": bound, "trained_on": bound, "transfers": False}
    return e.PersonAdded(person=number, name=name, org=org, side=side, **{**usual, **more})


PEOPLE = {
    person.person: person
    for person in (
        _person("P-01", "見本 太郎", OURS, "contractor", transfers=True),
        _person("P-02", "見本 花子", OURS, "contractor", transfers=True),
        _person("P-03", "例示 一郎", OURS, "contractor"),
        _person("P-04", "例示 二葉", AGENCY, "contractor", end="2025-09-30", employment="派遣"),
        _person("P-05", "雛形 三郎", OURS, "contractor"),
        _person("P-06", "雛形 四季", OURS, "contractor", pledged_on=""),
        _person("P-07", "雛形 五郎", OURS, "contractor", pledged_on="2025-07-10", start="2025-07-01"),
        _person("C-01", "仮名 五月", "架空市", "client", transfers=True),
        _person("C-02", "仮名 六花", "架空市", "client"),
        _person("S-01", "下請 七海", PULPERS, "subcontractor", transfers=True),
        _person("S-02", "下請 八重", STRANGERS, "subcontractor", transfers=True),
        _person("S-03", "下請 九重", PULPERS, "subcontractor"),
    )
}
SECURED = {"lock": "電子錠", "entry_control": "ICカード・記録あり"}
PLACES = {
    place.place: place
    for place in (
        e.PlaceAdded(place="V-1", name="媒体保管庫", zone="controlled", **SECURED),
        e.PlaceAdded(place="H-1", name="運用室", zone="handling", **SECURED),
        e.PlaceAdded(place="D-1", name="破砕作業室", zone="handling", **SECURED),
        e.PlaceAdded(place="L-1", name="ロビー", zone="none"),
        e.PlaceAdded(place="S-1", name="処理場", zone="subcontractor_site", org=PULPERS),
        e.PlaceAdded(place="K-1", name="保険年金課", zone="client_site"),
    )
}
PROTOCOL = e.ProtocolSet(
    number="協議-03",
    agreed_on="2025-04-01",
    methods=("手渡し", "専用便"),
    media=("mag_tape", "hdd", "paper"),
    valid_until="2026-06-30",
)
SUBCONTRACT = e.SubcontractAdded(
    org=PULPERS,
    number="承認-再-001",
    approved_on="2025-04-25",
    scope_work="溶解",
    scope_info=("paper", "mag_tape", "hdd"),
    management="週次報告",
    valid_until="2026-03-31",
)
BOTH_SIDES = (
    e.ResponsibleNamed(side="client", person="C-01", start="2025-04-01"),
    e.ResponsibleNamed(side="contractor", person="P-01", start="2025-04-01"),
)
COPYING = e.CopyApproved(
    number="承認-複-001",
    approved_on="2025-04-20",
    approver="C-01",
    max_copies=2,
    media=("hdd", "logical_copy"),
    purpose="データ入力",
    place="H-1",
    valid_until="2025-12-31",
)
DESTROYED = ("facility=処理場1号炉", "permit=許可-7", "weight=12kg", "unopened=yes", "holes=4", "screen_size=6mm")
SHREDDING = e.DisposalApproved(
    number="承認-廃-001",
    approved_on="2026-03-20",
    approver="C-01",
    method="shred",
    place="D-1",
    valid_until="2026-04-30",
)


def on(day: str, *, entered: str = "", operator: str = "", violation: str = "") -> Moment:
    """Noon in Japan of `day`; or a deed of `day` (also an instant) claimed at noon of the day `entered`."""
    return Moment(f"{entered or day}T03:00:00.000Z", day if entered else "", operator=operator, violation=violation)


def _line(event: Event) -> str:
    return write_line(
        event.fact,
        contract=event.contract,
        site=event.site,
        seq=event.seq,
        prev=GENESIS,
        at=event.at,
        by=event.by,
        id=event.id,
    ).decode()


class Story:
    """A contract under way: its desk, its assets by number, and the lines told so far."""

    def __init__(self, facts: Iterable[e.Fact] = (), *, day: str = "2025-04-01") -> None:
        self.desk = Contract()
        self.assets: dict[str, Asset] = {}
        self.lines: list[Event] = []
        self.record(decide.open_contract(Contract(), OPENED, facts, moment=on(day)), on(day))

    def record(self, facts: Iterable[e.Fact], moment: Moment) -> None:
        """Write the facts as lines, read them back and fold them."""
        for fact in facts:
            line = write_line(
                fact,
                contract=OPENED.number,
                site="0",
                seq=len(self.lines),
                prev=GENESIS,
                at=moment.now,
                by=KEYBOARD,
                id=f"{len(self.lines):032x}",
            )
            self._fold(read_line(line))

    def _fold(self, event: Event) -> None:
        self.lines.append(event)
        number = getattr(event.fact, "asset", None)
        if number is None:
            fold_desk(self.desk, event)
        if not number:  # "": about what the ledger has no number for
            return
        if isinstance(event.fact, e.Corrected):
            self._read_again(touched(event.fact))
            return
        for one in touched(event.fact):
            known = fold_asset(self.assets.get(one), event)
            if known is not None:
                self.assets[one] = known

    def _read_again(self, numbers: Iterable[str]) -> None:
        """What a correction touches stands as its lines read now; whoever holds the asset sees it."""
        for one in numbers:
            fresh = fold_assets(one, self.history(one))
            for name in Asset.__struct_fields__:
                setattr(self.assets[one], name, getattr(fresh, name))

    def history(self, number: str) -> list[Event]:
        """The lines that name an asset."""
        return [line for line in self.lines if number in touched(line.fact)]

    def container(self, number: str) -> Container:
        """A container as it stands."""
        found = fold_container(number, (line for line in self.lines if getattr(line.fact, "asset", "") == number))
        assert found is not None
        return found

    def contents(self, number: str) -> list[Asset]:
        """What lies in a container."""
        return [asset for asset in self.assets.values() if asset.container == number]

    @property
    def next_ordinal(self) -> int:
        """The serial part of the next number."""
        return 1 + sum(isinstance(line.fact, (e.Arrival, e.ContainerMade)) for line in self.lines)

    def do(
        self,
        verb: Callable[..., list[e.Fact]],
        asset: Asset | Container | None = None,
        *,
        day: str = "2025-06-02",
        entered: str = "",
        recorded_by: str = "",
        violation: str = "",
        **words: Any,
    ) -> list[e.Fact]:
        """A deed, judged and recorded; what it came to. violation: why it is recorded although it was forbidden."""
        moment = on(day, entered=entered, operator=recorded_by, violation=violation)
        subject = (self.with_neighbours(asset) if isinstance(asset, Asset) else asset,) if asset else ()
        facts = verb(self.desk, *subject, moment=moment, **words)
        self.record(facts, moment)
        return facts

    def with_neighbours(self, asset: Asset) -> Asset:
        """The asset with the live ones that hang on it, as the ledger fills them in."""
        there = [one for one in self.assets.values() if one.is_held]
        hosted = tuple(one.number for one in there if one.arrival.host == asset.number)
        copied = [one for one in there if isinstance(one.arrival, e.Copied)]
        copies = tuple(one.number for one in copied if one.arrival.source == asset.number)
        return replace(asset, hosted=hosted, live_copies=copies)

    def below(self, asset: Asset) -> list[Asset]:
        """What was copied from an asset or taken out of it, and from that again, as the ledger finds it."""
        nearest = [one for one in self.assets.values() if getattr(one.arrival, "source", "") == asset.number]
        return [*nearest, *(far for near in nearest for far in self.below(near))]

    def reclassify(self, asset: Asset, pi_class: str, **words: Any) -> list[e.Fact]:
        """By the responsible person, with the client's answer."""
        usual = {"document": "回答-01", "decided_by": "P-01", "recorded_by": "P-01", "below": self.below(asset)}
        return self.do(decide.reclassify, asset, pi_class=pi_class, **{**usual, **words})

    def family(self, asset: Asset) -> Counter[str]:
        """Approval -> copies made of an original and of its copies, as the ledger counts them."""
        original = asset
        while isinstance(original.arrival, e.Copied | e.Split):
            original = self.assets[original.arrival.source]
        made = [
            one.arrival
            for one in self.assets.values()
            if isinstance(one.arrival, e.Copied | e.Split) and one.status != "void"
        ]
        below, counts = [original.number], Counter[str]()
        for source in below:
            found = [fact for fact in made if fact.source == source]
            counts.update(fact.approval for fact in found if isinstance(fact, e.Copied))
            below += [fact.asset for fact in found]
        return counts

    def register(self) -> Register:
        """A register replayed from the lines told so far."""
        register = Register.in_memory(OPENED.number)
        register.replay([Row(_line(event), "0" * 64, event) for event in self.lines], earlier=lambda _number: ())
        return register

    def seen(self, check: str, *, day: str, hour: int = 12) -> list[Item]:
        """What a check sees at an hour of a day in Japan, in a register replayed from the lines told so far."""
        now = instant(datetime.fromisoformat(f"{day}T{hour:02d}:00:00+09:00"))
        view = View(self.register().db, day, now, effective(self.desk.policy))
        return [item for item in look(view) if item.check == check]

    # -- deeds with what they usually say -----------------------------------------------------------------------------

    def receive(
        self, *, day: str = "2025-04-15", entered: str = "", numeric_serial: bool = False, **values: Any
    ) -> Asset:
        """A tape with personal information, handed over by the client, put into the vault."""
        usual = {
            "title": "国保被保険者データ 第1巻",
            "medium": "mag_tape",
            "item": 1,
            "pi_class": "personal",
            "info_items": "氏名・住所",
            "released_by": "C-01",
            "received_by": "P-01",
            "method": "手渡し",
            "place": "V-1",
        }
        facts = self.do(
            decide.receive,
            values={**usual, **values},
            ordinal=self.next_ordinal,
            site="0",
            live_serials=self._live(values.get("serial", "")),
            day=day,
            entered=entered,
            numeric_serial=numeric_serial,
        )
        return self.assets[facts[0].asset]  # type: ignore[attr-defined]

    def flags(self, asset: Asset) -> tuple[str, ...]:
        """The remarks on the line that began an asset."""
        return next(event.fact.flags for event in self.lines if event.seq == asset.begun_seq)

    def _live(self, serial: str) -> tuple[str, ...]:
        return tuple(
            number
            for number, asset in self.assets.items()
            if serial and asset.arrival.serial == serial and not asset.is_ended
        )

    def copy(
        self,
        source: Asset,
        *,
        day: str = "2025-05-20",
        by: str = "P-02",
        approval: str = "",
        purpose: str = "",
        host: Asset | None = None,
        scan: Scan | None = None,
        **values: Any,
    ) -> Asset:
        """A copy onto a hard disk, under whatever approval the source bears; host: the asset data lies on."""
        usual = {"medium": "logical_copy", "host": host.number} if host else {"medium": "hdd"}
        if values.get("medium") == "logical_copy":
            usual = {"host": "架空サーバ1"}
        facts = self.do(
            decide.copy,
            source,
            values={**usual, **values},
            family=self.family(source),
            host=host,
            approval=approval,
            purpose=purpose,
            performed_by=by,
            ordinal=self.next_ordinal,
            site="0",
            live_serials=self._live(values.get("serial", "")),
            day=day,
            scan=scan,
        )
        return self.assets[facts[0].asset]  # type: ignore[attr-defined]

    def produce(self, *, day: str = "2025-05-20", by: str = "P-02", host: Asset | None = None, **values: Any) -> Asset:
        """A list printed in the work, kept in the handling room."""
        usual = {
            "title": "受診券送付用リスト",
            "medium": "paper",
            "item": 2,
            "pi_class": "personal",
            "info_items": "氏名・住所",
            "info_kind": "form",
        }
        usual |= {"host": host.number} if host else {"place": "H-1"}
        facts = self.do(
            decide.produce,
            values={**usual, **values},
            performed_by=by,
            ordinal=self.next_ordinal,
            site="0",
            live_serials=self._live(values.get("serial", "")),
            host=host,
            day=day,
        )
        return self.assets[facts[0].asset]  # type: ignore[attr-defined]

    def approve(self, approval: e.CopyApproved | e.DisposalApproved, *assets: Asset, day: str = "2025-05-01") -> None:
        """The client's approval, written onto the assets it covers."""
        self.do(decide.approve, approval=approval, assets=assets, day=max(day, approval.approved_on))

    def move(self, asset: Asset, **words: Any) -> list[e.Fact]:
        """To the handling room, by P-02."""
        return self.do(decide.move, asset, **{"place": "H-1", "performed_by": "P-02", **words})

    def handover(self, asset: Asset, **words: Any) -> list[e.Fact]:
        """From P-01 to P-02, in the handling room."""
        return self.do(decide.handover, asset, **{"operator": "P-01", "received_by": "P-02", "place": "H-1", **words})

    def send(self, asset: Asset, **words: Any) -> list[e.Fact]:
        """By courier to the approved subcontractor."""
        return self.do(
            decide.send,
            asset,
            **{"operator": "P-01", "received_by": "S-01", "place": "S-1", "method": "専用便", **words},
        )

    def accept(self, asset: Asset, **words: Any) -> list[e.Fact]:
        """By whoever it was sent to."""
        return self.do(decide.accept, asset, **{"received_by": "", "place": "", **words})

    def lose(self, asset: Asset, **words: Any) -> list[e.Fact]:
        """Not where it should be."""
        return self.do(decide.lose, asset, **{"reported_by": "P-02", "reason": "棚卸で確認できず", **words})

    def give_up(self, asset: Asset, **words: Any) -> list[e.Fact]:
        """Missing, then lost with the incident that the ledger opened for it, once that was assessed."""
        self.lose(asset)
        self.assess(asset.incidents[-1])
        return self.lose(asset, incident=asset.incidents[-1], **words)

    def assess(self, incident: str, **words: Any) -> list[e.Fact]:
        """It is a loss, says P-01."""
        return self.do(decide.assess_incident, number=incident, **{"category": "loss", "assessed_by": "P-01", **words})

    def settle(self, incident: str, **words: Any) -> None:
        """The client is told by mouth and in writing, everything is looked through, and the incident is closed."""
        for form, document in (("oral", ""), ("written", "報告-001")):
            told = {"number": incident, "form": form, "document": document, "told_by": "P-01", "told_to": "C-01"}
            self.do(decide.notice_incident, **told, **words)
        taken = {"measure": "containment", "what": "全数確認", "taken_by": "P-01"}
        self.do(decide.measure_incident, number=incident, **taken, **words)
        self.do(decide.close_incident, number=incident, closed_by="P-01", conclusion="届出", **words)

    def find(self, asset: Asset, **words: Any) -> list[e.Fact]:
        """Back in the vault."""
        return self.do(decide.find_again, asset, **{"found_by": "P-02", "place": "V-1", **words})

    def give_back(self, asset: Asset, **words: Any) -> list[e.Fact]:
        """Into the hands of the client."""
        return self.do(
            decide.give_back, asset, **{"operator": "P-01", "received_by": "C-01", "method": "手渡し", **words}
        )

    def erase(self, asset: Asset, *, validated: bool = True, **words: Any) -> list[e.Fact]:
        """By a way that reaches PURGE on tapes and disks, checked by P-05, all conditions stated; accepted by whoever answers, unless told not to."""
        usual = {
            "method": "degauss",
            "performed_by": "P-02",
            "verified_by": "P-05",
            "tool": "消去ツール 2.1",
            "equipment": "消磁装置 MD-1",
            "asserted": ("all",),
        }
        given = {**usual, **words}
        checks = {"magnetic": "equipment_check", "physical": "visual"}
        if given["verified_by"]:
            given = {"result": "pass", "verification": checks.get(kind_of(given["method"]), "tool_log"), **given}
        return self._accepted(asset, self.do(decide.erase, asset, **given), validated, given)

    def dispose(self, asset: Asset, *, validated: bool = True, **words: Any) -> list[e.Fact]:
        """As the approval says, P-05 watching, all conditions stated; accepted by whoever answers, unless told not to."""
        usual = {
            "performed_by": "P-02",
            "witness": "P-05",
            "equipment": "破砕機 HC-2",
            "asserted": ("all",),
            "day": "2026-03-25",
        }
        given = {**usual, "evidence": DESTROYED, **words}
        return self._accepted(asset, self.do(decide.dispose, asset, **given), validated, given)

    def _accepted(self, asset: Asset, facts: list[e.Fact], validated: bool, given: Mapping[str, Any]) -> list[e.Fact]:
        """The facts of the act alone; what awaits validation is validated on the same day."""
        if validated and asset.sanitization == "awaiting_validation":
            self.validate(asset, **{name: given[name] for name in ("day", "entered") if name in given})
        return facts

    def start(self, **words: Any) -> str:
        """A disposal session under SHREDDING: P-02 does it, P-05 watches, P-03 checks; its number."""
        usual = {"performed_by": "P-02", "witness": "P-05", "verified_by": "P-03", "day": "2026-03-25"}
        (started,) = self.do(decide.start_session, **{"approval": SHREDDING.number, **usual, **words})
        return str(started.session)  # type: ignore[attr-defined]

    def validate(self, asset: Asset, **words: Any) -> list[e.Fact]:
        """Accepted by the contractor's responsible person."""
        day = words.get("day", "2025-06-02")
        usual = {"validated_by": self.desk.responsible_on("contractor", day)}
        return self.do(decide.validate, asset, **{**usual, **words})

    def certify(self, asset: Asset, **words: Any) -> list[e.Fact]:
        """The works' certificate has come."""
        usual = {"certificate_no": "溶解-7731", "issued_on": words.get("day", "2025-06-02"), "issuer": PULPERS}
        return self.do(decide.certify, asset, **{**usual, **words})

    def correct(self, asset: Asset, *, by: str = "P-01", reason: str = "読み違い", **words: Any) -> list[e.Fact]:
        """What was written is put right by P-01: `changes={"serial": "ABC"}`."""
        return self._set_right(decide.correct, asset, by=by, reason=reason, **words)

    def take_back(self, asset: Asset, *, by: str = "P-01", reason: str = "誤読取", **words: Any) -> list[e.Fact]:
        """The last deed was a mis-scan, says P-01."""
        below = self.history(asset.arrival.host) if asset.arrival.host else ()
        return self._set_right(decide.take_back, asset, by=by, reason=reason, host_history=below, **words)

    def _set_right(self, verb: Callable[..., list[e.Fact]], asset: Asset, *, by: str, **words: Any) -> list[e.Fact]:
        usual = {"history": self.history(asset.number), "hash_of": lambda seq: f"{seq:064x}", "corrected_by": by}
        return self.do(verb, asset, **{"day": "2026-03-30", **usual, **words})

    def container_at(self, place: str = "V-1", *, seal_no: str = "", **words: Any) -> Container:
        """An empty case for tapes."""
        usual = {"name": "テープケース1", "performed_by": "P-02", "ordinal": self.next_ordinal, "site": "0"}
        facts = self.do(decide.make_container, place=place, seal_no=seal_no, **{**usual, **words})
        return self.container(facts[0].asset)  # type: ignore[attr-defined]

    def pack(self, asset: Asset, container: Container, **words: Any) -> list[e.Fact]:
        """Into a container, by P-02."""
        usual = {
            "container": self.container(container.number),
            "is_empty": not self.contents(container.number),
            "into": Scan(container.number, ""),
            "performed_by": "P-02",
        }
        return self.do(decide.pack, asset, **{**usual, **words})

    def unpack(self, asset: Asset, **words: Any) -> list[e.Fact]:
        """Out of the container it lies in."""
        container = self.container(asset.container) if asset.container else None
        return self.do(decide.unpack, asset, **{"container": container, "performed_by": "P-02", **words})

    def carry(
        self, container: Container, verb: Callable[..., Any], *, deed: str, day: str = "2025-06-02", **words: Any
    ) -> list[e.Fact]:
        """A deed to everything in a container, by its label."""
        moment, standing = on(day), self.container(container.number)
        facts = decide.carry(
            self.desk,
            standing,
            contents=[self.with_neighbours(asset) for asset in self.contents(container.number)],
            verb=partial(verb, **words),
            deed=deed,
            moment=moment,
            scan=Scan(container.number, standing.generation),
        )
        self.record(facts, moment)
        return facts

    def split(self, asset: Asset, *into: int, **words: Any) -> list[Asset]:
        """Into parts of so many pieces each."""
        usual = {"performed_by": "P-02", "ordinal": self.next_ordinal, "site": "0"}
        facts = self.do(decide.split, asset, into=into, **{**usual, **words})
        return [self.assets[fact.asset] for fact in facts]  # type: ignore[attr-defined]

    def extract(self, device: Asset, **values: Any) -> Asset:
        """A medium out of a device."""
        told = {"day": values.pop("day", "2025-06-02"), "performed_by": values.pop("performed_by", "P-02")}
        facts = self.do(
            decide.extract,
            device,
            values={"medium": "ssd_sata", **values},
            ordinal=self.next_ordinal,
            site="0",
            live_serials=self._live(values.get("serial", "")),
            **told,
        )
        return self.assets[facts[0].asset]  # type: ignore[attr-defined]

    def close(self, **words: Any) -> list[e.Fact]:
        """完了."""
        return self.do(decide.close_contract, assets=tuple(self.assets.values()), **words)


def begin(
    *facts: e.Fact,
    people: Iterable[e.PersonAdded] = PEOPLE.values(),
    places: Iterable[e.PlaceAdded] = PLACES.values(),
    responsible: Iterable[e.ResponsibleNamed] = BOTH_SIDES,
    protocol: e.ProtocolSet | None = PROTOCOL,
    subcontract: e.SubcontractAdded | None = SUBCONTRACT,
) -> Story:
    """A contract opened on 2025-04-01 with its roster, places, protocol and subcontractor; `facts` are further ones of its file."""
    story = Story((*responsible, *filter(None, (protocol, subcontract)), *facts))
    for place in places:
        story.do(decide.add_place, place=place, day="2025-04-01")
    for person in people:
        story.do(decide.add_person, person=person, day="2025-04-01")
    return story


# -- refusals ---------------------------------------------------------------------------------------------------------


@contextmanager
def refused(*rules: str) -> Iterator[list[Reason]]:
    """The deed inside is refused by exactly these rules, all of them at once, each reason well told; they are given as a list."""
    told: list[Reason] = []
    with pytest.raises(Refused) as caught:
        yield told
    told += caught.value.reasons
    assert sorted(rules) == sorted({reason.rule for reason in told})
    assert sorted({reason.rule for reason in told}) == sorted(set(caught.value.as_fact().rules))
    for reason in told:
        assert "" == badly_told(reason, caught.value.deed)


def badly_told(reason: Reason, deed: str) -> str:
    """What is wrong with how a reason is told: its clause, its sentence, the next command; "" when it is well told."""
    if reason.clause != RULES[reason.rule].clause:
        return f"clause {reason.clause} of {reason.rule}"
    if not reason.sentence() or re.search(r"[{}]", reason.sentence() + reason.advice()):
        return f"sentence {reason.sentence()!r} with advice {reason.advice()!r}"
    if not re.search(r"\bassets [a-z]|--[a-z]", reason.advice()) and reason.rule not in NO_COMMAND_HELPS:
        return f"no command in {reason.advice()!r}"
    return bad_advice(reason.advice(), deed)


def bad_advice(advice: str, deed: str = "") -> str:
    """The first verb or option in `advice` that does not exist; "" when all exist. `deed`: whose options stand alone."""
    verbs = [name for name in VERBS if deed and (name == deed or name.startswith(deed + " "))]
    for part in re.split(r"(?=\bassets [a-z])", advice):
        if part.startswith("assets "):
            found = _verb(part)
            if not found:
                return f"no such verb: {part!r}"
            verbs = [found]
        for option in re.findall(r"--[a-z][a-z-]*", part):
            if not any(option in options(verb) for verb in verbs) and option not in ("--ledger", "--lang"):
                return f"{verbs} has no {option}"
    return ""


def not_understood(advice: str) -> str:
    """The first command in `advice` that would not be understood as it stands, with something in the place of {names} and CAPITALS; "" when all would."""
    for part in re.split(r"(?=\bassets [a-z])", advice)[1:]:
        command = re.split(r"   |[,;] ", part)[0].strip()
        verb = _verb(command)
        given = shlex.split(re.sub(r"{\w+}|\b[A-Z]{2,}[A-Z0-9]*\b", "1", command))[1 + len(verb.split()) :]
        try:
            build(verb.split()[-1], VERBS[verb]).make_context(verb, given).close()
        except ClickException as error:
            return f"{command}: {error.format_message()}"
    return ""


def _verb(command: str) -> str:
    words = re.findall(r"[a-z]+", command.removeprefix("assets "))
    return next((name for name in (" ".join(words[:2]), words[0]) if name in VERBS), "")


@lru_cache
def options(verb: str) -> tuple[str, ...]:
    """The options of a verb, as they are typed."""
    command = build(verb.split()[-1], VERBS[verb])
    return tuple(
        option for param in command.params for option in (*param.opts, *param.secondary_opts) if option.startswith("-")
    )


@contextmanager
def without(rule: str) -> Iterator[None]:
    """Inside, nobody asks `rule`."""
    kept = {deed: list(guards) for deed, guards in _GUARDS.items()}
    for guards in _GUARDS.values():
        guards[:] = [guard for guard in guards if guard.id != rule]
    try:
        yield
    finally:
        for deed, guards in _GUARDS.items():
            guards[:] = kept[deed]
