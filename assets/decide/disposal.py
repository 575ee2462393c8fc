"""What follows when a disposal is asked for, begun and finished?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from assets import events as e
from assets.decide.judged import done, judged
from assets.language import N_
from assets.refusal import Reason, Refused
from assets.state import Asset, Contract
from assets.when import Moment


def request_disposal(
    desk: Contract, request: e.DisposalRequested, assets: Iterable[Asset], *, moment: Moment
) -> list[e.Fact]:
    """廃棄承認申請 (clause 41): every asset is judged before the client is asked; one that will not do refuses the whole application (R00-7)."""
    listed: list[e.Fact] = []
    against: list[Reason] = []
    for asset in {asset.number: asset for asset in assets}.values():
        fact = e.DisposalListed(asset=asset.number, request=request.number)
        try:
            listed.append(judged(desk, fact, moment, asset=asset, request=request))
        except Refused as refused:
            against += [_of_line(asset.number, reason) for reason in refused.reasons]
    asked = judged(desk, request, moment)
    if against:
        raise Refused(against, deed="disposal request")
    return [asked, *listed]


def _of_line(number: str, reason: Reason) -> Reason:
    """The reason with the number of the asset it is about before it."""
    why = {**reason.fields, "line": number, "why": reason.sentence()}
    return replace(reason, message=N_("{line}: {why}"), fields=why)


def start_session(
    desk: Contract,
    *,
    approval: str,
    performed_by: str,
    witness: str,
    verified_by: str = "",
    place: str = "",
    equipment: str = "",
    vendor: str = "",
    certificate_due: str = "",
    moment: Moment,
) -> list[e.Fact]:
    """廃棄作業の開始: its number is the next of the contract's; method, place and firm are those of the approval."""
    terms = desk.approvals.get(approval)
    allowed = terms if isinstance(terms, e.DisposalApproved) else None
    fact = e.SessionStarted(
        session=f"作-{len(desk.sessions) + 1:03d}",
        approval=approval,
        performed_by=performed_by,
        witness=witness,
        verified_by=verified_by,
        place=place or (allowed.place if allowed else ""),
        method=allowed.method if allowed else "",
        steps=allowed.steps if allowed else (),
        equipment=equipment,
        vendor=vendor or (allowed.vendor if allowed else ""),
        certificate_due=certificate_due,
    )
    return done(desk, fact, moment)


def close_session(
    desk: Contract,
    *,
    session: str,
    assets: Iterable[Asset],
    explanation: str = "",
    document: str = "",
    later: bool = False,
    moment: Moment,
) -> list[e.Fact]:
    """廃棄作業の終了: of the `assets` that the session's approval covers, approved = done in it + done elsewhere + remaining.

    later: what remains is left to a later session. Those that ended otherwise are none of the approval's any more.
    """
    known = desk.sessions.get(session)
    here = progress(assets, known.started.approval if known else "", session)
    fact = e.SessionClosed(
        session=session,
        approved=here.done + here.elsewhere + here.remaining,
        done=here.done,
        remaining=here.remaining,
        explanation=explanation,
        document=document,
        elsewhere=here.elsewhere,
        later=later and here.remaining > 0,
    )
    return done(desk, fact, moment)


class Progress(NamedTuple):
    """How many of the assets that an approval covers were destroyed under it: in one session (done) or otherwise (elsewhere); and how many remain."""

    done: int
    elsewhere: int
    remaining: int


def progress(assets: Iterable[Asset], approval: str, session: str) -> Progress:
    """How far the session `session` has come with what the approval covers."""
    covered = [asset for asset in assets if approval in asset.approvals]
    acts = [asset.act for asset in covered if asset.is_gone and getattr(asset.act, "approval", "") == approval]
    here = sum(act.session == session for act in acts if act)
    remaining = sum(not asset.is_gone and not asset.is_ended for asset in covered)
    return Progress(here, len(acts) - here, remaining)
