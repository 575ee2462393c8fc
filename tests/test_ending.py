"""Are erasures, disposals, their acceptance and their certificates recorded as they are typed?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assets.ids import make
from assets.ledger import Ledger
from tests.conftest import Answer, Keyboard

Run = Callable[..., Answer]
LANGUAGES = pytest.mark.parametrize("language", ["en", "ja"])
CONTRACT, STICK, OTHER, DRIVE, FORM = (
    "R7-国保-012", "R7012-00019-E", "R7012-00020-S", "R7012-00013-Q", "R7012-00032-K",
)  # fmt: skip
APPROVED = ("--number", "承認-廃-9", "--approved-on", "2025-05-20", "--approver", "C-01")
DAY = ("--on", "2025-06-02")
ERASE = ("erase", STICK, "--method", "crypto_erase", "--tool", "消去ツール 2.1", "--verifier", "P-05")
SHRED = ("dispose", DRIVE, "--witness", "P-05", "--equipment", "破砕機 HC-2")
CHECKED = ("--result", "pass", "--verification", "tool_log", *DAY, "--by", "P-02")
WORDS = {
    "en": (
        "awaiting validation",
        "erased, awaiting return",
        "sanitization accepted as effective by P-01",
        "is not the contractor's",
        "log of the tool",
    ),
    "ja": (
        "妥当性確認待ち",
        "消去済み・返却待ち",
        "妥当性確認：妥当と認める",
        "受注者の管理責任者ではありません",
        "確認方法",
    ),
}


def asset(run: Run, number: str) -> dict[str, Any]:
    """The asset's line of the register."""
    return dict(json.loads(run("show", number, "--json").out)["asset"])


def _kinds(folder: Path, number: str) -> list[str]:
    with Ledger.open(folder) as ledger:
        return [event.kind for event in ledger.journal.asset_lines(CONTRACT, number)]


@LANGUAGES
def test_an_erasure_ends_when_it_is_accepted(language: str, run: Run, sample_folder: Path) -> None:
    """Erased and checked, the stick awaits validation; the performer cannot accept it, the responsible person does, and it is owed back."""
    spoken = {"ASSETS_LANG": language}
    waiting, owed, accepted, wrong, how = WORDS[language]
    assert 0 == run(*ERASE, *CHECKED, "--assert", "all").code
    assert waiting in run("show", STICK, env=spoken).out

    refused = run("validate", STICK, *DAY, "--by", "P-02", env=spoken)
    assert (3, True) == (refused.code, wrong in refused.err)
    answer = run("validate", STICK, *DAY, "--by", "P-01", env=spoken)
    assert (0, True) == (answer.code, accepted in answer.out)
    shown = run("show", STICK, env=spoken).out
    assert (True, True) == (owed in shown, how in shown)
    assert ["received", "erased", "refused", "validated"] == _kinds(sample_folder, STICK)


def test_what_is_not_accepted_needs_another_method(run: Run, sample_folder: Path) -> None:
    """Rejected, with the reason: the stick is live again; nobody rejects without a reason, or twice at once."""
    assert 0 == run(*ERASE, *CHECKED, "--assert", "all").code

    assert 2 == run("validate", STICK, "--reject", "--by", "P-01").code
    assert 5 == run("validate", STICK, "--reject", "--redo", "--remarks", "x", "--by", "P-01").code
    assert 0 == run("validate", STICK, "--reject", "--remarks", "ログがない", *DAY, "--by", "P-01").code
    assert ("sanitizing_failed", 1, None) == tuple(asset(run, STICK)[name] for name in ("status", "open", "method"))
    assert "ログがない" in run("history", STICK).out


@LANGUAGES
def test_a_script_is_told_which_option_is_missing(language: str, run: Run, sample_folder: Path) -> None:
    """A verifier without a result, a result without how it was found, conditions that nobody stated: each names its option; nothing is recorded."""
    spoken = {"ASSETS_LANG": language}
    for words, code, option in (
        ((), 2, "--result"),
        (("--result", "pass"), 2, "--verification"),
        (("--result", "passed"), 5, "--result"),
        (("--result", "pass", "--verification", "tool_logs"), 5, "--verification"),
        (CHECKED, 3, "--assert"),
        ((*CHECKED, "--assert", "keys"), 5, "--assert"),
        ((*CHECKED, "--assert", "all", "--evidence", "passes"), 5, "--evidence"),
        ((*CHECKED, "--assert", "all", "--evidence", "colour=red"), 5, "--evidence"),
    ):
        answer = run(*ERASE, *words, env=spoken)
        assert (code, True) == (answer.code, option in answer.err), (words, answer)
    conditions = run(*ERASE, *CHECKED, env=spoken).err
    assert "encrypted_from_start, validated_module, strength_128, key_copies_zeroized, keys_inside" in conditions

    assert ["received", "refused", "refused"] == _kinds(sample_folder, STICK)


@LANGUAGES
def test_a_terminal_asks_for_each_condition_once(
    language: str, run: Run, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Method, result and how it was checked, then the five conditions as questions, then the tool; the second stick is asked nothing more."""
    monkeypatch.setattr(Keyboard, "isatty", lambda _self: True)
    answers = ["crypto_erase", "pass", "tool_log", *"yyyyy", "消去ツール 2.1"]

    answer = run(
        *("erase", STICK, OTHER, "--verifier", "P-05", *DAY, "--by", "P-02"),
        stdin="\n".join(answers) + "\n",
        env={"ASSETS_LANG": language},
    )

    assert (0, 5) == (answer.code, answer.out.count("[y/N]")), answer
    assert {"en": "at least 128 bits", "ja": "128ビット"}[language] in answer.out
    with Ledger.open(sample_folder) as ledger:
        acts = [ledger.asset(CONTRACT, number).act for number in (STICK, OTHER)]  # type: ignore[union-attr]
    assert [("消去ツール 2.1", 5, "P-02", "PURGE")] * 2 == [
        (act.tool, len(act.asserted), act.asserted_by, act.level) for act in acts if act
    ]


def _on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Keyboard, "isatty", lambda _self: True)


@LANGUAGES
def test_a_terminal_asks_for_what_the_record_lacks(
    language: str, run: Run, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Burned in our own furnace: equipment, facility and permit are asked for once, the weight of each; next time Enter takes what was said."""
    forms = [make("R7012", ordinal) for ordinal in (32, 33, 34)]
    assert 0 == run("approve", "dispose", *forms, *APPROVED, "--method", "incinerate", "--place", "D-1").code
    told = ("--witness", "P-05", *DAY, "--by", "P-02")
    script = run("dispose", FORM, *told, env={"ASSETS_LANG": language})
    for option in ("--equipment TEXT", "--evidence facility=", "--evidence permit=", "--evidence weight="):
        assert (3, True) == (script.code, option in script.err), option

    _on_a_terminal(monkeypatch)
    answers = ["焼却炉 F-1", "本庁舎焼却場", "許可-7", "12 kg", "3 kg"]
    answer = run("dispose", *forms[:2], *told, stdin="\n".join(answers) + "\n", env={"ASSETS_LANG": language})
    assert 0 == answer.code, answer
    assert {"en": "At which facility?", "ja": "処理施設は？"}[language] in answer.out
    assert 0 == run("dispose", forms[2], *told, stdin="\n\n\n1箱\n").code

    usual = ["facility=本庁舎焼却場", "permit=許可-7"]
    assert [("焼却炉 F-1", [*usual, f"weight={weight}"]) for weight in ("12 kg", "3 kg", "1箱")] == [
        _proof(sample_folder, form) for form in forms
    ]


def _proof(folder: Path, number: str) -> tuple[str, list[str]]:
    with Ledger.open(folder) as ledger:
        act: Any = ledger.asset(CONTRACT, number).act  # type: ignore[union-attr]
    return act.equipment, list(act.evidence)


def test_a_witness_is_asked_for_unless_none_was_agreed(
    run: Run, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal asks who watched, a script is told the option; where both agreed on none, somebody checks and that is enough."""
    run("approve", "dispose", DRIVE, FORM, *APPROVED, "--method", "shred", "--place", "D-1")
    told = ("--equipment", "破砕機 HC-2", "--assert", "all", *DAY, "--by", "P-02")
    script = run("dispose", DRIVE, *told)
    assert (3, True) == (script.code, "--witness PERSON" in script.err)
    with monkeypatch.context() as patch:
        _on_a_terminal(patch)
        answer = run("dispose", DRIVE, *told, stdin="Z98520289609\nP-05\n")
    assert (0, "P-05") == (answer.code, asset(run, DRIVE)["witness"]), answer

    assert 0 == run("policy", "set", "witness_needed", "no", "--document", "協議-9", "--by", "P-01").code
    checked = ("--verifier", "P-05", "--result", "pass", "--verification", "visual")
    assert 0 == run("dispose", FORM, *told, *checked).code
    assert 0 == run("disposal", "start", "--approval", "承認-廃-9", "--verifier", "P-03", *DAY, "--by", "P-02").code


def test_what_is_refused_anyway_is_not_asked_for(
    run: Run, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody approved it: the refusal comes at once, no question before it; nothing but one refusal is recorded."""
    _on_a_terminal(monkeypatch)
    answer = run("dispose", FORM, "--method", "incinerate", "--witness", "P-05", "--place", "D-1", *DAY, "--by", "P-02")

    assert (3, False) == (answer.code, "?" in answer.out), answer
    assert ["received", "refused"] == _kinds(sample_folder, FORM)


def test_a_piece_too_large_is_asked_for_in_numbers(
    run: Run, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By Rev.2 paper is shredded to 5 mm²: nobody answers for less, so the size is asked for, and what is no size is said so."""
    run("policy", "set", "profile", "nist_r2")
    run("approve", "dispose", FORM, *APPROVED, "--method", "shred", "--place", "D-1")
    told = ("dispose", FORM, "--witness", "P-05", "--assert", "all", *DAY, "--by", "P-02")
    _on_a_terminal(monkeypatch)

    assert 5 == run(*told, stdin="small\n").code
    assert 0 == run(*told, stdin="4.5\n裁断機 S-1\n").code
    assert ("裁断機 S-1", []) == _proof(sample_folder, FORM)


def test_a_photograph_belongs_to_what_it_shows(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    """A file is attached by its SHA-256 and named on the record; a number is a reference, and no file is looked for."""
    run("approve", "dispose", DRIVE, *APPROVED, "--method", "shred", "--place", "D-1")
    photo = tmp_path / "破砕後.jpg"
    photo.write_bytes(b"pieces")

    proofs = ("--evidence", f"photo_after={photo}", "--evidence", "photo_before=写真-7")
    assert 0 == run(*SHRED, *proofs, "--assert", "all", *DAY, "--by", "P-02").code

    assert ["photo_after=破砕後.jpg", "photo_before=写真-7"] == _proof(sample_folder, DRIVE)[1]
    assert ["disposed", "attached"] == _kinds(sample_folder, DRIVE)[-2:]
    assert 0 == run("attach", "--check", tmp_path).code
    photo.write_bytes(b"other pieces")
    assert 0 != run("attach", "--check", tmp_path).code


def test_a_condition_denied_is_a_level_not_reached(
    run: Run, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can say that every copy of the key is gone: cryptographic erase is not enough, and the refusal names what is missing."""
    monkeypatch.setattr(Keyboard, "isatty", lambda _self: True)

    answer = run(*ERASE, *CHECKED, stdin="y\ny\ny\nn\ny\n")

    assert (3, True) == (answer.code, "nobody stated: key_copies_zeroized." in answer.err), answer


def test_an_unchecked_erasure_is_not_known_to_have_worked(run: Run, sample_folder: Path) -> None:
    """No verifier, no result: recorded as not known; the stick stays live, and a new attempt may follow."""
    answer = run(*ERASE[:6], "--assert", "all", *DAY, "--by", "P-02")

    assert (0, True) == (answer.code, "not known" in answer.out)
    assert "sanitizing_failed" == asset(run, STICK)["status"]
    assert 0 == run(*ERASE, *CHECKED, "--assert", "all").code
    assert "awaiting_validation" == asset(run, STICK)["status"]


@LANGUAGES
def test_both_standards_are_shown(language: str, run: Run, sample_folder: Path) -> None:
    """By the guideline a shredder destroys the drive, by Rev.2 it does nothing for personal information: `show` says both, and so does the certificate's data."""
    run("approve", "dispose", DRIVE, *APPROVED, "--method", "shred", "--place", "D-1")
    shred = (*SHRED, "--particle-area", "25.5", "--evidence", "photo_after=IMG-1")
    assert 0 == run(*shred, "--assert", "all", *DAY, "--by", "P-02").code

    shown = run("show", DRIVE, env={"ASSETS_LANG": language}).out
    guideline, nist = [line for line in shown.splitlines() if "総務省" in line or "800-88" in line]
    assert {"en": "Destroy", "ja": "破壊"}[language] in guideline
    assert guideline != nist.strip().endswith("-")
    told = json.loads(run("show", DRIVE, "--json").out)["sanitization"]
    assert [("mic_jp", "DESTROY"), ("nist_r2", "")] == [(one["code"], one["level"]) for one in told["standards"]]
    assert (["shred"], 2550, ["photo_after=IMG-1"], "P-02") == tuple(
        told[name] for name in ("methods", "particle_area", "evidence", "asserted_by")
    )
    assert {} == json.loads(run("show", STICK, "--json").out)["sanitization"]


def test_steps_are_kept_in_order(run: Run, sample_folder: Path) -> None:
    """Degaussed, then shredded, as approved; shredded first is not what was approved."""
    steps = ("--method", "degauss", "--method", "shred")
    assert 0 == run("approve", "dispose", DRIVE, *APPROVED, *steps, "--place", "D-1").code
    dispose = (*SHRED, "--assert", "all", *DAY, "--by", "P-02")

    assert 3 == run(*dispose, "--method", "shred", "--method", "degauss").code
    answer = run(*dispose, "--json")

    [told] = json.loads(answer.out)["done"]
    assert (["degauss", "shred"], "shred") == (told["data"]["steps"], told["data"]["method"])


@LANGUAGES
def test_a_firm_owes_its_certificate(language: str, run: Run, sample_folder: Path) -> None:
    """Pulped by an outside firm and accepted: the form stays open until its certificate has come."""
    pulpers = "架空溶解処理株式会社"
    run("approve", "dispose", FORM, *APPROVED, "--method", "pulp", "--vendor", pulpers)
    assert 0 == run("dispose", FORM, "--witness", "P-05", "--place", "D-1", *DAY, "--by", "P-02").code
    assert 0 == run("validate", "--all", *DAY, "--by", "P-01").code
    waiting = asset(run, FORM)
    assert ("disposed_pending_certificate", 1, "2025-07-02") == tuple(
        waiting[name] for name in ("status", "open", "certificate_due")
    )
    assert 3 == run("move", FORM, "--place", "V-1", *DAY).code

    number = ("--number", "溶解-1", "--issued-on", "2025-06-20", "--issuer", pulpers)
    answer = run("certify", "--all", *number, "--by", "P-01", env={"ASSETS_LANG": language})

    assert (0, True) == (answer.code, "溶解-1" in answer.out)
    ended = asset(run, FORM)
    assert ("disposed", 0, "2025-06-02", "溶解-1") == tuple(
        ended[name] for name in ("status", "open", "ended_on", "end_document")
    )
    assert 4 == run("certify", "--all", *number, "--by", "P-01").code
    assert 4 == run("validate", "--all", "--by", "P-01").code


@pytest.mark.parametrize("area", ["0", "-1", "x", "0.001", "nan", "inf", "1e999"])
def test_an_area_is_a_number(area: str, run: Run, sample_folder: Path) -> None:
    """What is no area in mm² is said so, before anything is asked of the ledger."""
    answer = run("dispose", DRIVE, "--witness", "P-05", "--particle-area", area, "--by", "P-02")

    assert (5, True) == (answer.code, "--particle-area 30" in answer.err)


@LANGUAGES
def test_a_leased_medium_goes_home_empty(language: str, run: Run, sample_folder: Path) -> None:
    """A leased laptop: refused until its erasure was accepted, then handed to the lessor against a receipt (clause 33)."""
    received = run(
        *("receive", "--title", "リースPC", "--medium", "ssd_sata", "--class", "personal", "--items", "氏名", "--json"),
        *("--owner", "lessor", "--place", "V-1", "--from-person", "C-01", "--method", "手渡し", "--on", "2025-05-20"),
    )
    [number] = [row["data"]["asset"] for row in json.loads(received.out)]
    home = ("return", number, "--to-lessor", "架空リース株式会社", "--method", "専用便", "--receipt", "受-9", *DAY)

    refused = run(*home, env={"ASSETS_LANG": language})
    assert (3, True) == (refused.code, "R33-2" in refused.err)
    erase = ("erase", number, "--method", "sanitize_cmd", "--tool", "T1", "--verifier", "P-05")
    assert 0 == run(*erase, *CHECKED).code
    assert 0 == run("validate", number, *DAY).code
    assert 0 == run(*home).code
    assert "returned" == asset(run, number)["status"]


@LANGUAGES
def test_a_contract_that_cannot_close_says_what_is_missing(language: str, run: Run, sample_folder: Path) -> None:
    """Something awaits validation: closing names it, with the command to type."""
    run(*ERASE, *CHECKED, "--assert", "all")
    run("contract", "end", "--trigger", "completion")

    answer = run("contract", "close", env={"ASSETS_LANG": language})

    assert 3 == answer.code
    assert {
        "en": f"1 of them await validation by the responsible person: {STICK}.",
        "ja": f"妥当性確認待ちです：{STICK}",
    }[language] in answer.err
    assert f"assets validate --all --contract {CONTRACT}" in answer.err


@LANGUAGES
def test_a_history_names_who_is_nobody_on_the_roster(language: str, run: Run, sample_folder: Path) -> None:
    """The lessor who took the medium, and the policy that accepted for nobody, stand in the sentence."""
    from assets.telling import tell

    run("scan", STICK, env={"ASSETS_LANG": language})
    lessor = tell("returned", {"released_by": "P-01", "received_by": "", "lessor": "架空リース"}, people={}, places={})
    policy = tell("validated", {"decision": "accepted", "validated_by": ""}, people={}, places={})

    assert "架空リース" in lessor
    assert {"en": "by the contract's policy", "ja": "契約の方針による"}[language] in policy


@pytest.mark.parametrize(
    ("language", "marked"), [("en", "2025-06-02  disposed of: 誤って破砕"), ("ja", "2025-06-02  廃棄済み: 誤って破砕")]
)
def test_a_violation_shows_as_one(language: str, marked: str, run: Run, sample_folder: Path) -> None:
    """Shredded without approval: whoever looks at the drive sees that, whatever is decided on it later."""
    told = ("--violation", "誤って破砕", "--method", "shred", "--place", "D-1", "--witness", "P-01")
    assert 0 == run("dispose", DRIVE, *told, "--assert", "all", *DAY, "--by", "P-01").code
    assert 3 == run("validate", DRIVE, *DAY, "--by", "P-01").code

    shown = run("show", DRIVE, env={"ASSETS_LANG": language}).out

    assert (True, True) == (marked in shown, WORDS[language][0] in shown)


def test_what_nobody_watched_is_recorded_as_it_was(run: Run, sample_folder: Path) -> None:
    """A drive was shredded by mistake and nobody watched: no witness is invented, and whether it passed is not known."""
    words = (
        "--violation",
        "誤って破砕",
        "--method",
        "shred",
        "--place",
        "D-1",
        "--assert",
        "all",
        *DAY,
        "--by",
        "P-01",
    )

    assert 0 == run("dispose", DRIVE, *words).code

    assert (None, "unknown", "sanitizing_failed") == tuple(
        asset(run, DRIVE)[name] for name in ("witness", "result", "status")
    )
