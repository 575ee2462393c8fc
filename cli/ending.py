"""How does an asset end?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from assets import decide
from assets.decide.ending import steps_of
from assets.language import N_
from assets.sanitization import methods
from assets.verification import RESULTS, VERIFICATIONS
from cli.conditions import Answers, attached, hundredths, proofs, stated
from cli.custody import FromPerson, Method, To
from cli.deeds import perform
from cli.desk import known_code
from cli.lacking import Missing
from cli.pairs import Pairs
from cli.scans import Numbers, ScanFile, each_scan
from cli.session import By, Json, On, Performer, Violation, day, moment, needed

How = Annotated[
    list[str] | None,
    typer.Option(
        "--method",
        metavar="METHOD",
        help=N_(
            "How: overwrite, sanitize_cmd, crypto_erase, degauss; shred, pulp, incinerate, melt, ...; several in order."
        ),
    ),
]
Verifier = Annotated[
    str,
    typer.Option("--verifier", metavar="PERSON", help=N_("Who checks the result: somebody else than the performer.")),
]
Result = Annotated[str, typer.Option("--result", metavar="WORD", help=N_("How it went: pass, fail or unknown."))]
Verification = Annotated[
    str,
    typer.Option(
        "--verification",
        metavar="WORD",
        help=N_("How it was checked: full_readback, sampled_readback, tool_log, visual, equipment_check, third_party."),
    ),
]
Assert = Annotated[
    list[str] | None,
    typer.Option(
        "--assert",
        metavar="CODE",
        help=N_("A condition of the method that you answer for, or all of them; asked one by one on a terminal."),
    ),
]
Evidence = Annotated[
    list[str] | None,
    typer.Option(
        "--evidence",
        metavar="FIELD=VALUE",
        help=N_("Further evidence: holes=4, weight=12kg, photo_after=FILE; a file is attached by its SHA-256."),
    ),
]
Equipment = Annotated[
    str, typer.Option("--equipment", metavar="TEXT", help=N_("The equipment: degausser, shredder, with its model."))
]
Tool = Annotated[str, typer.Option("--tool", metavar="TEXT", help=N_("The tool with its version."))]
Conditions = Annotated[
    str,
    typer.Option(
        "--conditions", metavar="TEXT", help=N_("A remark on the conditions stated, e.g. who destroyed the keys.")
    ),
]
Approval = Annotated[
    str, typer.Option("--approval", metavar="NUMBER", help=N_("The client's approval, if several cover the asset."))
]
Remarks = Annotated[str, typer.Option("--remarks", metavar="TEXT", help=N_("Anything worth knowing."))]
AtPlace = Annotated[str, typer.Option("--place", metavar="PLACE", help=N_("Where, if not where the approval says."))]
Witness = Annotated[
    str, typer.Option("--witness", metavar="PERSON", help=N_("Who watches: somebody else than the performer."))
]
Vendor = Annotated[
    str, typer.Option("--vendor", metavar="NAME", help=N_("The outside firm that does it; its certificate is awaited."))
]
CertificateDue = Annotated[
    str,
    typer.Option("--certificate-due", metavar="DATE", help=N_("By when the certificate must come, if not as agreed.")),
]


def return_(
    numbers: Numbers = None,
    to: To = "",
    method: Method = "",
    file: ScanFile = None,
    from_person: FromPerson = "",
    receipt: Annotated[
        str, typer.Option("--receipt", metavar="NUMBER", help=N_("The number of the client's receipt."))
    ] = "",
    to_lessor: Annotated[
        str,
        typer.Option(
            "--to-lessor",
            metavar="NAME",
            help=N_("The lessor who takes a leased medium back, erased, against a receipt."),
        ),
    ] = "",
    by: By = "",
    on: On = "",
    violation: Violation = "",
    json: Json = False,
) -> None:
    """Return assets to the client, by two parties (clause 40), or erased leased media to their lessor (clause 33)."""
    to = to if to_lessor else needed(to, N_("To whom at the client's?"), option="--to")
    method = needed(method, N_("How does it travel?"), option="--method")
    perform(
        "return",
        decide.give_back,
        each_scan(numbers, file),
        by=by,
        on=on,
        violation=violation,
        json=json,
        doer="operator",
        released_by=from_person,
        received_by=to,
        method=method,
        receipt_no=receipt,
        lessor=to_lessor,
    )


def erase(
    numbers: Numbers = None,
    method: How = None,
    verifier: Verifier = "",
    result: Result = "",
    verification: Verification = "",
    asserting: Assert = None,
    tool: Tool = "",
    equipment: Equipment = "",
    file: ScanFile = None,
    performer: Performer = "",
    approval: Approval = "",
    evidence: Evidence = None,
    conditions: Conditions = "",
    remarks: Remarks = "",
    by: By = "",
    on: On = "",
    violation: Violation = "",
    json: Json = False,
) -> None:
    """Record that the information was erased from media that survive (clause 40). The program erases nothing itself.

    It counts when whoever checked it says that it passed, and the responsible person accepts that: assets validate.
    """
    steps = _methods(method)
    if verifier or result:
        result, verification = _checked(result, verification)
    proof = _proof(equipment, evidence)
    perform(
        "erase",
        decide.erase,
        each_scan(numbers, file),
        by=by,
        on=on,
        violation=violation,
        json=json,
        doer="performed_by",
        ask=Answers(lambda _desk, _asset: steps, stated(asserting), tool),
        method=steps,
        performed_by=performer,
        verified_by=verifier,
        result=result,
        verification=verification,
        approval=approval,
        conditions=conditions,
        remarks=remarks,
        complete=Missing(proof),
        **proof,
    )


def dispose(
    numbers: Numbers = None,
    witness: Witness = "",
    method: How = None,
    approval: Approval = "",
    session: Annotated[
        str,
        typer.Option(
            "--session",
            metavar="NUMBER",
            help=N_(
                "The disposal session it is done in; then each label is followed by the device's serial, on its line or the next."
            ),
        ),
    ] = "",
    file: ScanFile = None,
    place: AtPlace = "",
    performer: Performer = "",
    verifier: Verifier = "",
    result: Result = "",
    verification: Verification = "",
    asserting: Assert = None,
    particle_area: Annotated[
        str, typer.Option("--particle-area", metavar="MM2", help=N_("The largest piece in mm², as measured."))
    ] = "",
    serial: Annotated[str, typer.Option("--serial", metavar="SERIAL", help=N_("The serial read off the device."))] = "",
    vendor: Vendor = "",
    certificate: Annotated[
        str, typer.Option("--certificate", metavar="NUMBER", help=N_("The disposal certificate's number."))
    ] = "",
    certificate_due: CertificateDue = "",
    destination: Annotated[
        str, typer.Option("--destination", metavar="WORD", help=N_("Where the remains go: recycle, waste or return."))
    ] = "",
    tool: Tool = "",
    equipment: Equipment = "",
    evidence: Evidence = None,
    conditions: Conditions = "",
    remarks: Remarks = "",
    by: By = "",
    on: On = "",
    violation: Violation = "",
    json: Json = False,
) -> None:
    """Record that media were destroyed, with the client's prior approval (clause 41).

    It counts when the responsible person accepts it (assets validate) and, of an outside firm, its certificate has come (assets certify).
    """
    steps = _methods(method, asked=False)
    known_code(filter(None, [result]), RESULTS, option="--result")
    known_code(filter(None, [verification]), VERIFICATIONS, option="--verification")
    known_code(filter(None, [destination]), ("recycle", "waste", "return", "resale"), option="--destination")
    answers = Answers(_agreed(steps, approval, session, on), stated(asserting))
    pairs = Pairs(each_scan(numbers, file), answers, serial=serial, both=bool(session), live=not (numbers or file))
    proof = _proof(equipment, evidence)
    perform(
        "dispose",
        decide.dispose,
        pairs.of,
        by=by,
        on=on,
        violation=violation,
        json=json,
        doer="performed_by",
        ask=pairs.read,
        filed=file is not None and not numbers,
        method=steps,
        approval=approval,
        session=session,
        performed_by=performer,
        witness=witness,
        place=place,
        verified_by=verifier,
        result=result,
        verification=verification,
        vendor=vendor,
        certificate_no=certificate,
        certificate_due=day(certificate_due),
        destination=destination,
        conditions=conditions,
        remarks=remarks,
        complete=Missing(proof),
        **proof,
        tool=tool,
        particle_area=hundredths(particle_area),
    )


def _proof(equipment: str, evidence: list[str] | None) -> dict[str, Any]:
    return {"equipment": equipment, "evidence": proofs(evidence), "files": attached(evidence)}


def _methods(given: list[str] | None, *, asked: bool = True) -> tuple[str, ...]:
    steps = tuple(given or ())
    if asked and not steps:
        steps = (needed("", N_("By which method?"), option="--method"),)
    known_code(steps, methods(), option="--method")
    return steps


def _checked(result: str, verification: str) -> tuple[str, str]:
    """The result with the way it was found; asked for when somebody is named who checked it."""
    result = needed(result, N_("How did it go: pass, fail or unknown?"), option="--result")
    known_code([result], RESULTS, option="--result")
    if result == "pass":
        verification = needed(
            verification, N_("How was it checked (tool_log, full_readback, ...)?"), option="--verification"
        )
    known_code(filter(None, [verification]), VERIFICATIONS, option="--verification")
    return result, verification


def _agreed(steps: Sequence[str], approval: str, session: str, on: str) -> Callable[..., Sequence[str]]:
    """The methods for an asset: those typed, or those of the session or the approval."""

    def agreed(desk: Any, asset: Any) -> Sequence[str]:
        _number, terms = decide.agreed(desk, asset, approval=approval, session=session, day=moment(on).day)
        return steps or (steps_of(terms.steps or terms.method) if terms else ())

    return agreed
