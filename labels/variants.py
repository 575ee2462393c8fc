"""What does each kind of label say?

A label carries its number and what custody needs to see at a glance, never what the medium holds or whose it is.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from assets.errors import BadInput
from assets.ids import ValidationError, badge_text
from assets.language import N_

CONTAINER = "container"
MARKS = {
    "specific_pi": "【特定個人情報】",
    "personal": "【個人情報】",
    "non_personal": "【業務情報】",
    "unknown": "【区分照会中】",
    CONTAINER: "【容器】",
}
"""The class of information as it stands on the label, by its code."""

VARIANTS = {
    "medium": N_("a medium"),
    "tag": N_("a cable or a bag, folded round it"),
    "box": N_("a box or another container"),
    "cover": N_("a cover sheet for a bundle of paper"),
    "erased": N_("a sticker: erased"),
    "waiting": N_("a sticker: waiting for disposal"),
}
"""Labels of an asset, by what they are stuck on."""

_SHORT_MARKS = {"specific_pi": "特個", "personal": "個人", "non_personal": "業務", "unknown": "照会", CONTAINER: "容器"}
_STAY = "区域外持出禁止"


class Line(NamedTuple):
    """A line of text: its `share` of the height; `rank` 0 must stand, the highest goes first; it may wrap into `rows`.

    look: plain, framed, or filled (white on black); like: its type is no larger than if it said this; whole: left out rather than cut.
    """

    text: str
    share: float = 1.0
    rank: int = 0
    look: str = "plain"
    rows: int = 2
    like: str = ""
    whole: bool = False


class Face(NamedTuple):
    """What one label shows.

    code: what its QR reads as; number: in large type, `suffix` smaller behind it. all: the lines on a label with room for them, from the
    top; few: on a low one; least: on the smallest. folded: twice, round a cable; foot: the number's part of a tall label's height.
    """

    code: str
    number: str
    suffix: str
    all: tuple[Line, ...]
    few: tuple[Line, ...]
    least: tuple[Line, ...]
    folded: bool = False
    foot: float = 0.165


class Label(msgspec.Struct, frozen=True):
    """An asset's label; `copy_no` 0 is the original, `copies` 0 an unknown total; variant: medium, tag, box or cover.

    due: what must happen by when (消去期限 ...); quantity with its unit; place: where it is kept; contact: whom a finder tells.
    """

    number: str
    generation: str
    contract: str
    pi_class: str
    copy_no: int = 0
    copies: int = 0
    received_on: str = ""
    variant: str = "medium"
    due: str = ""
    quantity: str = ""
    place: str = ""
    contact: str = ""

    def face(self) -> Face:
        """What it shows. BadInput for a class of information that has no mark."""
        mark, copy = _mark(self.pi_class), _copy(self)
        return Face(
            code=f"{self.number}.{self.generation}",
            number=self.number,
            suffix=f".{self.generation}",
            all=_kept((mark, *self._lines(copy))),
            few=(mark, Line(f"{copy} {_STAY}".strip(), share=1.1, rank=1), Line(f"契約 {self.contract}", rank=2)),
            least=(Line(f"{_SHORT_MARKS[self.pi_class]} {_short_copy(self)}".strip(), share=1.2, rows=1),),
            folded=self.variant == "tag",
            foot=0.22 if self.variant == "box" else 0.165,
        )

    def _lines(self, copy: str) -> tuple[Line, ...]:
        large = self.variant in ("box", "cover")
        return (
            Line(copy, share=1.25, rank=1, rows=1),
            Line(f"契約 {self.contract}", rank=3),
            Line((self.quantity and large and f"数量 {self.quantity}") or "", rank=5),
            Line((self.place and large and f"保管場所 {self.place}") or "", rank=6, share=1.2),
            Line(self.received_on and f"登録日 {self.received_on}", rank=4, whole=True),
            Line(self.due, rank=4, whole=True),
            Line(_STAY, share=1.4, rank=2, look="framed"),
            Line(
                (self.contact and self.variant != "medium" and f"拾得時連絡先 {self.contact}") or "",
                rank=7,
                rows=3,
                whole=True,
            ),
        )


class Erased(msgspec.Struct, frozen=True):
    """消去済: when, by which method, to which level it was erased; its code is that of the asset's valid label."""

    number: str
    generation: str
    erased_on: str
    method: str
    level: str

    def face(self) -> Face:
        """What it shows."""
        head = Line("消去済", share=2.2, look="filled")
        day, how = Line(f"消去日 {self.erased_on}"), Line(f"方法 {self.method}", rank=1, share=1.2)
        level = Line(f"水準 {self.level}", rank=2)
        return _sticker(
            self.number, self.generation, (head, day, how, level), (head, day, how), Line("消去済", share=1.2)
        )


class Waiting(msgspec.Struct, frozen=True):
    """廃棄待ち: under which application or approval it waits; its code is that of the asset's valid label."""

    number: str
    generation: str
    reference: str

    def face(self) -> Face:
        """What it shows."""
        head = Line("廃棄待ち", share=2.2, look="filled")
        why, never = Line(self.reference, share=1.4), Line("使用禁止・" + _STAY, rank=1, look="framed", share=1.2)
        return _sticker(self.number, self.generation, (head, why, never), (head, why), Line("廃棄待ち", share=1.2))


class Place(msgspec.Struct, frozen=True):
    """保管場所: scanned, it says where what is scanned next will be."""

    number: str
    name: str
    zone: str

    def face(self) -> Face:
        """What it shows. BadInput for a number that no code can carry."""
        head, name = Line("保管場所", share=1.4, rank=2, look="framed"), Line(self.name, share=2.6, rows=3)
        return _badge("place", self.number, (head, Line(self.zone, share=1.2, rank=1), name), name)


class Person(msgspec.Struct, frozen=True):
    """作業従事者: a badge; scanned, it says who is there."""

    number: str
    name: str
    org: str

    def face(self) -> Face:
        """What it shows. BadInput for a number that no code can carry."""
        head, name = Line("作業従事者", share=1.4, rank=2, look="framed"), Line(self.name, share=2.2)
        return _badge("person", self.number, (head, name, Line(self.org, share=2.0, rank=1)), name)


class Seal(msgspec.Struct, frozen=True):
    """封印: goes over the opening; whoever opens it records its number."""

    number: str

    def face(self) -> Face:
        """What it shows. BadInput for a number that no code can carry."""
        head = Line("封印", share=2.2, look="filled")
        closed, record = (
            Line("施封 ＿＿年＿＿月＿＿日 印＿＿", share=1.2, rank=2),
            Line("開封したら記録する", rank=1, share=1.2),
        )
        return _badge("seal", self.number, (head, closed, record), head)


Printable = Label | Erased | Waiting | Place | Person | Seal


def _sticker(number: str, generation: str, every: tuple[Line, ...], few: tuple[Line, ...], least: Line) -> Face:
    suffix = f".{generation}" if generation else ""
    return Face(number + suffix, number, suffix, every, few, (least,))


def _badge(kind: str, number: str, every: tuple[Line, ...], most: Line) -> Face:
    try:
        code = badge_text(kind, number)
    except ValidationError as error:
        raise BadInput(
            N_("{number} cannot be a code: only A-Z, 0-9, hyphen and point."),
            hint=N_("Give it a number of such characters in the ledger."),
            number=number,
        ) from error
    return Face(code, number, "", _kept(every), (most,), (most,))


def _kept(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.text)


def _mark(pi_class: str) -> Line:
    if pi_class not in MARKS:
        raise BadInput(
            N_("{pi_class} is no class of information; it is one of {known}."),
            pi_class=pi_class,
            known=", ".join(MARKS),
        )
    return Line(MARKS[pi_class], share=1.6, look="filled" if pi_class == "specific_pi" else "framed")


def _copy(label: Label) -> str:
    if label.pi_class == CONTAINER:
        return ""
    if not label.copy_no:
        return "原本"
    return f"複製 {label.copy_no}/{label.copies}" if label.copies else f"複製 {label.copy_no}"


def _short_copy(label: Label) -> str:
    """For the smallest labels; a total that would not fit is left out, not cut."""
    if label.pi_class == CONTAINER:
        return ""
    total = f"/{label.copies}" if 0 < label.copies < 10 else ""
    return f"複{label.copy_no}{total}" if label.copy_no else "原本"
