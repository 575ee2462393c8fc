"""Are labels printed as they are asked for at the keyboard?"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from assets import ids
from assets.ledger import Ledger
from cli import fit
from labels.layout import MM
from labels.stocks import stocks
from tests.conftest import Answer

Run = Callable[..., Answer]
TAPE = "R7012-00001-Y"
SECRETS = ("国保被保険者データ", "架空市", "被保険者番号", "KKS101L8", "4120", "個人番号を含む")


@pytest.fixture(autouse=True)
def _here(sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is printed in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)


def _pages(name: str = "labels.pdf") -> Any:
    return pypdfium2.PdfDocument(name)


def _words(name: str = "labels.pdf") -> str:
    return "".join(page.get_textpage().get_text_range() for page in _pages(name))


def _codes(name: str = "labels.pdf") -> list[str]:
    images = (page.render(scale=300 / 72, grayscale=True).to_pil() for page in _pages(name))
    return [code.text for image in images for code in zxingcpp.read_barcodes(image)]


def _labelled(folder: Path, number: str) -> str:
    with Ledger.open(folder) as ledger:
        asset = ledger.asset("R7-国保-012", number)
        assert asset
        return asset.generation


@pytest.mark.parametrize("variant", ["medium", "tag", "box", "cover"])
def test_each_variant_voids_the_one_before(run: Run, sample_folder: Path, variant: str) -> None:
    """A label of any kind is the valid one; what it carries is its number and generation, never what the medium holds or whose it is."""
    assert 0 == run("label", TAPE, "--out", "first.pdf").code
    answer = run("label", TAPE, "--variant", variant)

    assert 0 == answer.code
    assert {f"{TAPE}.B"} == set(_codes())
    assert "B" == _labelled(sample_folder, TAPE)
    assert [] == [secret for secret in SECRETS if secret in _words()]


def test_a_cover_says_how_many_and_where(run: Run) -> None:
    """A bundle's cover sheet is a page with quantity, contract, class and place; the default paper is A5."""
    assert 0 == run("label", TAPE, "--variant", "cover").code
    [page] = _pages()
    words = _words()

    assert (148, 210) == pytest.approx((page.get_width() / MM, page.get_height() / MM), abs=0.1)
    for said in ("数量 1本", "保管場所 V-1 媒体保管庫", "契約 R7-国保-012", "【特定個人情報】", "区域外持出禁止", TAPE):
        assert said in words


def test_settings_say_what_is_in_the_drawer(run: Run, sample_folder: Path) -> None:
    """The stock of the settings is printed on without being named; whom a finder tells stands on a box."""
    (sample_folder / "settings.toml").write_text('stock = "OP3021"\ncontact = "03-0000-0000"\n')
    assert 0 == run("label", TAPE, "--start", "40", "--outline").code
    assert 0 == run("label", TAPE, "--variant", "box", "--out", "box.pdf").code

    left, top = _first_letter_mm()

    assert 154 < left < 194 and 255.5 < top < 275.5
    assert "03-0000-0000" in _words("box.pdf")
    assert "03-0000-0000" not in _words()


def _first_letter_mm() -> tuple[float, float]:
    page = _pages()[0]
    left, _bottom, _right, top = page.get_textpage().get_charbox(0)
    return left / MM, (page.get_height() - top) / MM


def test_places_people_and_seals_have_codes(run: Run, sample_folder: Path) -> None:
    """Scanned, they say who is there and where; nothing is recorded when they are printed."""
    before = (sample_folder / "journal.db").read_bytes()
    answer = run("label", "--place", "V-1", "--person", "Ｐ－０２", "--seal", "S-0099", "--count", "2", "--json")
    codes = json.loads(answer.out)["labels"]

    assert 0 == answer.code
    assert [("place", "V-1"), ("person", "P-02"), ("seal", "S-0099"), ("seal", "S-0100")] == [
        tuple(ids.badge(code) or ()) for code in codes
    ]
    assert sorted(codes) == sorted(_codes())
    assert all(word in _words() for word in ("媒体保管庫", "管理区域", "保管場所", "作業従事者", "封印", "S-0100"))
    assert before == (sample_folder / "journal.db").read_bytes()


def test_all_places_and_everybody_there(run: Run, sample_folder: Path) -> None:
    """`all` prints what the desk knows; whoever left gets no badge."""
    with Ledger.open(sample_folder) as ledger:
        desk = ledger.desk("R7-国保-012")
        places, left = list(desk.places), [number for number, person in desk.people.items() if person.end]
    codes = json.loads(run("label", "--place", "all", "--person", "all", "--json").out)["labels"]
    read = [ids.badge(code) for code in codes]

    assert places == [badge.code for badge in read if badge and badge.kind == "place"]
    assert left
    assert set() == {badge.code for badge in read if badge} & set(left)


def test_a_badge_is_typed_by_scanning_it(run: Run) -> None:
    """Wherever a number of a person or a place is asked for, its code may be scanned, with an input method on."""
    badge, place = ids.badge_text("person", "P-02"), ids.badge_text("place", "H-1")
    wide = badge.translate({ord(sign): ord(sign) + 0xFEE0 for sign in badge})
    answer = run("move", TAPE, "--place", place, "--by", wide, "--json")

    [told] = json.loads(answer.out)["done"]
    assert ("H-1", "P-02") == (told["data"]["place"], told["data"]["performed_by"])


def test_erased_says_how_and_when(run: Run, sample_folder: Path) -> None:
    """The sticker holds what the ledger knows; what the ledger does not know as erased gets none."""
    refused = run("label", TAPE, "--variant", "erased")
    assert (5, False) == (refused.code, Path("labels.pdf").exists())
    stick = _stick(sample_folder)
    assert 0 == run("label", stick, "--out", "label.pdf").code
    _erase(run, stick)
    answer = run("label", stick, "--variant", "erased")

    assert 0 == answer.code
    assert [f"{stick}.A"] == _codes()
    assert all(word in _words() for word in ("消去済", "令和8年4月2日", "暗号化消去", stick))
    assert "A" == _labelled(sample_folder, stick)


def _stick(folder: Path) -> str:
    with Ledger.open(folder) as ledger:
        return next(asset.number for asset in ledger.assets("R7-国保-012") if asset.arrival.medium == "usb_flash")


def _erase(run: Run, stick: str) -> None:
    assert 0 == run("contract", "end", "--trigger", "completion", "--on", "2026-03-31").code
    words = ("--method", "crypto_erase", "--tool", "消去ツール 2.1", "--assert", "all", "--verifier", "P-05")
    passed = ("--result", "pass", "--verification", "tool_log", "--on", "2026-04-02")
    assert 0 == run("erase", stick, *words, *passed, "--by", "P-02").code
    assert 5 == run("label", stick, "--variant", "erased").code
    assert 0 == run("validate", stick, "--on", "2026-04-02", "--by", "P-01").code


def test_waiting_names_what_it_waits_for(run: Run) -> None:
    """The approval's number stands on the sticker; what nobody applied for gets none."""
    refused = run("label", TAPE, "--variant", "waiting")
    words = ("--number", "承認-廃-009", "--approved-on", "2026-03-20", "--approver", "C-01", "--method", "shred")
    assert 0 == run("approve", "dispose", TAPE, *words, "--place", "D-1").code
    answer = run("label", TAPE, "--variant", "waiting")

    assert (5, 0) == (refused.code, answer.code)
    assert [TAPE] == _codes()
    assert "廃棄待ち" in _words() and "承認-廃-009" in _words()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--variant", "poster", TAPE), 5, "medium"),
        (("--stock", "L9999", TAPE), 4, "OP3008"),
        (("--stock", "OP3012", TAPE), 5, "--stock"),
        (("--size", "62", TAPE), 5, "62x29"),
        (("--sheet", "a4", TAPE), 5, "--size"),
        (("--size", "8x8", TAPE), 5, "--stock"),
        (("--place", "V-99"), 4, "place list"),
        (("--person", "P-99"), 4, "person list"),
        (("--seal", "ABC"), 5, "--seal"),
        (("--seal", "S-1", "--count", "99999"), 5, "--count"),
        (("--seal", "山1"), 5, "A-Z"),
        (("--place", "V-1", TAPE), 5, "one kind"),
        (("--printer", "lobby", TAPE), 4, "--calibrate"),
        (("--start", "25", TAPE), 5, "24"),
        (("--out", "nowhere/labels.pdf", TAPE), 5, "--out"),
        (("--out", ".", TAPE), 5, "--out"),
    ],
)
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_what_cannot_be_printed_is_said(
    run: Run, sample_folder: Path, words: tuple[str, ...], code: int, said: str, more: tuple[str, ...]
) -> None:
    """One sentence and what to do next; no file, no line in the journal."""
    before = (sample_folder / "journal.db").read_bytes()
    answer = run("label", *words, *more)

    assert code == answer.code
    assert said in (answer.out if more else answer.err)
    assert before == (sample_folder / "journal.db").read_bytes()
    assert [] == list(Path().rglob("*.pdf"))


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_void_label_says_which_is_valid(run: Run, lang: str) -> None:
    """Looked up or used for a deed: it is void, and the valid one is named, in both languages."""
    for _again in range(2):
        assert 0 == run("label", TAPE).code
    word = {"en": "void", "ja": "無効"}[lang]
    looked, shown, moved, valid = (
        run(*words, "--lang", lang)
        for words in (
            ("scan", f"{TAPE}.A"),
            ("show", f"{TAPE}.A"),
            ("move", f"{TAPE}.A", "--place", "H-1"),
            ("scan", f"{TAPE}.B"),
        )
    )

    assert (0, 0, 3, 0) == (looked.code, shown.code, moved.code, valid.code)
    for answer in (looked, shown, moved):
        assert word in answer.err and f"{TAPE}.A" in answer.err and f"{TAPE}.B" in answer.err
    assert word not in valid.err
    assert ["A", ""] == [told["void_label"] for told in json.loads(run("scan", f"{TAPE}.A", TAPE, "--json").out)]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_list_of_stocks_fits_the_terminal(run: Run, lang: str) -> None:
    """Every stock with a picture, on eighty columns, in both languages, without a ledger."""
    answer = run("label", "--stocks", "--lang", lang)

    assert 0 == answer.code
    assert max(map(fit.width, answer.out.splitlines()[:-1])) <= 80
    assert [] == [part for part in stocks() if part not in answer.out]


def test_a_picture_shows_every_label(run: Run) -> None:
    """A double stroke is two labels, a single one is one: as many as the sheet has."""
    from cli.stocks import picture

    for paper in stocks().values():
        if paper.per_page > 1:
            rows = [line[2:-2].split(" ") if " " in line[2:-2] else list(line[2:-2]) for line in picture(paper)[1:-1]]

            assert paper.per_page == sum(2 if stroke[0] == "═" else 1 for row in rows for stroke in row)
            assert len({len(line) for line in picture(paper)}) == 1


def test_scripts_get_the_numbers(run: Run) -> None:
    """Each stock with its measures, its source where it is known, and whether a code fits."""
    told = {row["part"]: row for row in json.loads(run("label", "--stocks", "--json").out)}

    assert set(stocks()) == set(told)
    assert (24, [66.0, 33.9], False) == tuple(told["OP3008"][key] for key in ("labels", "label_mm", "too_small"))
    assert told["OP3012"]["too_small"]


def test_a_printer_is_calibrated_at_the_keyboard(run: Run, sample_folder: Path) -> None:
    """Print, measure, keep, print again: each step says the next; labels for that printer move."""
    printed = run("label", "--calibrate", "--printer", "office")
    kept = run(
        "label", "--calibrate", "--measured", "99.5x100.2", "--shift", "1.0x-0.5", "--printer", "office", "--json"
    )
    again = run("label", "--calibrate", "--printer", "office", "--out", "again.pdf")
    settings = tomllib.loads((sample_folder / "settings.toml").read_text(encoding="utf-8"))
    told = json.loads(kept.out)

    assert (0, 0, 0) == (printed.code, kept.code, again.code)
    assert "100 x 100 mm" in printed.out and "--measured" in printed.out
    assert {"offset_mm": [-1.106, 0.539], "scale": [1.00503, 0.998]} == settings["printer"]["office"]
    assert settings["printer"]["office"] == {key: told[key] for key in ("offset_mm", "scale")}
    assert "1.00503" in _words("again.pdf") and "1.00503" not in _words("calibration.pdf")
    assert 0 == run("label", TAPE, "--out", "moved.pdf", "--printer", "office").code
    assert 0 == run("label", TAPE, "--out", "still.pdf").code
    assert _pages("moved.pdf")[0].get_textpage().get_charbox(0) != _pages("still.pdf")[0].get_textpage().get_charbox(0)


def test_a_default_printer_needs_no_name(run: Run, sample_folder: Path) -> None:
    """What was measured without a name is applied without one; what cannot be is not kept."""
    assert 0 == run("label", "--calibrate", "--shift", "2x2").code
    wrong = run("label", "--calibrate", "--measured", "50x100")
    assert 0 == run("label", TAPE, "--out", "moved.pdf").code
    (sample_folder / "settings.toml").unlink()
    assert 0 == run("label", TAPE, "--out", "still.pdf").code
    moved, still = (_pages(name)[0].get_textpage().get_charbox(0) for name in ("moved.pdf", "still.pdf"))

    assert 5 == wrong.code
    assert (-2 * MM, 2 * MM) == pytest.approx((moved[0] - still[0], moved[1] - still[1]), abs=0.05)
