"""Does a thermal printer print what is recorded, and is recorded only what it printed?

What is sent is drawn by an interpreter of its own and read back with ZXing; the printers that fail listen on this machine.
"""

from __future__ import annotations

import json
import os
import socket
import threading
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageChops

from assets.errors import BadInput
from assets.ledger import Ledger
from cli import thermal
from cli.printing import Sheet
from labels import fonts, wire, zpl
from labels.printers import Printer as Known
from labels.qr import QUIET
from labels.stocks import custom, stock
from labels.variants import MARKS, Label, Place, Printable, Seal
from tests.conftest import Answer
from tests.zebra import Printer, printed

Run = Callable[..., Answer]
TAPE, DISK = "R7012-00001-Y", "R7012-00002-W"
OTHER = "R7012-00003-U"
ON = ("--size", "60x30")


def _label(**changes: Any) -> Label:
    words: dict[str, Any] = {
        "number": "R7012-00143-K",
        "generation": "B",
        "contract": "R7-国保-012",
        "pi_class": "personal",
        "copy_no": 2,
        "copies": 3,
        "received_on": "令和7年4月15日",
    }
    return Label(**{**words, **changes})


def _roll(size: str = "60x30", **changes: Any) -> zpl.Roll:
    return zpl.Roll(**{"stock": custom(size), "font": fonts.find(), **changes})


def _sent(label: Printable | None = None, size: str = "60x30", **changes: Any) -> bytes:
    return zpl.printed(label or _label(), _roll(size, **changes))


def _image(label: Printable | None = None, size: str = "60x30", **changes: Any) -> Image.Image:
    (page,) = printed(_sent(label, size, **changes))
    return page.image


def _codes(image: Image.Image) -> list[tuple[str, str]]:
    return sorted((str(code.format), code.text) for code in zxingcpp.read_barcodes(_on_paper(image)))


def _on_paper(image: Image.Image) -> Image.Image:
    """The label on its white liner."""
    paper = Image.new("L", (image.width + 60, image.height + 60), 255)
    paper.paste(image, (30, 30))
    return paper


def _differs(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int] | None:
    return ImageChops.difference(one, other).getbbox()


# -- what comes out of the printer ------------------------------------------------------------------------------------


@pytest.mark.parametrize("dpi", zpl.DOTS_PER_MM)
@pytest.mark.parametrize("variant", ["medium", "tag", "box", "cover"])
@pytest.mark.parametrize("size", ["36x12", "40x20", "60x30", "25x70", "50x80", "100x150"])
def test_every_label_is_read_back(size: str, variant: str, dpi: int) -> None:
    """On every roll, at every fineness, each kind of label carries its number; a code's module is 0.33 mm at least, white all round."""
    if variant == "tag" and size in ("36x12", "40x20"):
        size = "90x20"
    image = _image(_label(variant=variant, pi_class="specific_pi"), size, dpi=dpi)
    found = zxingcpp.read_barcodes(_on_paper(image))

    assert {"R7012-00143-K.B"} == {code.text for code in found}
    assert (2 if variant == "tag" else 1) == len(found)
    for code in found:
        module = (
            abs(
                code.position.top_right.x
                - code.position.top_left.x
                + code.position.top_right.y
                - code.position.top_left.y
            )
            / 21
        )
        assert module / zpl.DOTS_PER_MM[dpi] > 0.32
        assert _white_around(_on_paper(image), code.position, QUIET * module - 2)


def _white_around(image: Image.Image, position: Any, blank: float) -> bool:
    corners = [position.top_left, position.top_right, position.bottom_left, position.bottom_right]
    left, top = min(corner.x for corner in corners), min(corner.y for corner in corners)
    right, bottom = max(corner.x for corner in corners), max(corner.y for corner in corners)
    around = image.copy()
    around.paste(255, (left - 1, top - 1, right + 2, bottom + 2))
    return (255, 255) == around.crop(
        (round(left - blank), round(top - blank), round(right + blank), round(bottom + blank))
    ).getextrema()


@pytest.mark.parametrize("dpi", zpl.DOTS_PER_MM)
@pytest.mark.parametrize("size", ["100x30", "25x90", "100x150"])
def test_bars_are_printed_when_asked_for(size: str, dpi: int) -> None:
    """A handheld that reads no QR reads the same number from a Code 128."""
    assert [("Code 128", "R7012-00143-K.B"), ("QR Code", "R7012-00143-K.B")] == _codes(
        _image(size=size, dpi=dpi, bars=True)
    )
    assert [("QR Code", "R7012-00143-K.B")] == _codes(_image(size=size, dpi=dpi))


@pytest.mark.parametrize("label", [Place("V-1", "媒体保管庫", "管理区域"), Seal("S-0001")])
def test_places_and_seals_are_printed_too(label: Printable) -> None:
    """What is printed on sheets is printed on rolls."""
    assert [("QR Code", label.face().code)] == _codes(_image(label))


def test_every_dot_is_black_or_white() -> None:
    """No grey is sent: a thermal printer would make a pattern of it."""
    shades = _image(_label(pi_class="specific_pi")).histogram()

    assert sum(shades) == shades[0] + shades[255]
    assert shades[0] and shades[255]


@pytest.mark.parametrize(
    "changes",
    [
        {"pi_class": "non_personal"},
        {"copy_no": 3},
        {"contract": "R7-国保-013"},
        {"received_on": "令和7年4月16日"},
        {"due": "消去期限 令和8年"},
    ],
)
def test_japanese_words_are_on_the_label(changes: dict[str, Any]) -> None:
    """Class, copy, contract, date and duty each change the words beside the code, and nothing else."""
    where = _differs(_image(), _image(_label(**changes)))

    assert where
    assert where[0] > 0.3 * 480
    assert where[3] < 0.85 * 240


def test_the_strictest_class_is_white_on_black() -> None:
    """【特定個人情報】 is seen from afar."""
    marks = {pi_class: _image(_label(pi_class=pi_class)).crop((200, 0, 480, 60)).histogram()[0] for pi_class in MARKS}

    assert "specific_pi" == max(marks, key=lambda pi_class: marks[pi_class])
    assert marks["specific_pi"] > 1.8 * max(marks[other] for other in MARKS if other != "specific_pi")


def test_a_narrow_roll_is_read_along() -> None:
    """30 x 60 is 60 x 30 turned: the same words in the same dots, apart from the code, which has no direction."""
    along = _image(size="30x60").transpose(Image.Transpose.ROTATE_270)
    across = _image()

    assert across.size == along.size
    assert _differs(across.crop((170, 0, 480, 240)), along.crop((170, 0, 480, 240))) is None


def test_copies_darkness_and_speed_are_said_to_the_printer() -> None:
    """Three of one label are one page; what is not set stays as it is on the printer."""
    (set_,) = printed(_sent(copies=3, darkness=7, speed=4))
    (left,) = printed(_sent())

    assert (3, "07", "4") == (set_.copies, set_.darkness, set_.speed)
    assert (1, "", "") == (left.copies, left.darkness, left.speed)


def test_a_large_bitmap_goes_in_parts() -> None:
    """A printer takes at most 99,999 bytes a field: a cover sheet at 600 dpi is more, and comes out whole."""
    image = _image(_label(variant="cover", quantity="12冊", place="V-1 媒体保管庫"), "104x250", dpi=600)

    assert (2496, 6000) == image.size
    assert [("QR Code", "R7012-00143-K.B")] == _codes(image)


def test_words_are_never_commands() -> None:
    """A contract's name that looks like ZPL is drawn, not obeyed."""
    sent = _sent(_label(contract="^XZ^XA^FDR7~JR^PQ99", received_on="~HS"))

    assert 1 == sent.count(b"^XA") == sent.count(b"^XZ")
    assert b"~" not in sent
    assert 1 == printed(sent)[0].copies


@pytest.mark.parametrize("number", ["R7^XZ", "国保", "R" * 30])
def test_a_number_that_is_no_code_is_refused(number: str) -> None:
    """What would not fit the code as planned is not sent."""
    with pytest.raises(BadInput):
        _sent(_label(number=number))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"dpi": 150}, "150"),
        ({"stock": stock()}, "OP3008"),
        ({"font": fonts.not_embedded()}, "font"),
    ],
)
def test_what_no_thermal_printer_does_is_refused(changes: dict[str, Any], said: str) -> None:
    """A sheet, an unknown fineness, words without a font: said before anything is sent."""
    with pytest.raises(BadInput, match=said):
        zpl.must_be_thermal(_roll(**changes))


def test_a_label_too_small_is_refused() -> None:
    """A code below 0.33 mm a module is not printed at all."""
    with pytest.raises(BadInput, match="12x6"):
        _sent(size="12x6")


# -- from the keyboard ------------------------------------------------------------------------------------------------


@pytest.fixture
def _here(sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger in a folder of the test's own, and printers that lose patience soon."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(wire, "PATIENCE", 1.0)
    monkeypatch.setattr(wire, "_FIRST_ANSWER", 0.3)
    monkeypatch.setattr(thermal, "_PATIENCE_PER_COPY", 0.0)


at_the_counter = pytest.mark.usefixtures("_here")


def _generations(folder: Path) -> dict[str, str]:
    """The labels that count as printed."""
    with Ledger.open(folder, readonly=True) as ledger:
        return {asset.number: asset.generation for asset in ledger.assets("R7-国保-012") if asset.generation}


def _read(printer: Printer) -> list[str]:
    return [text for label in printer.labels() for _format, text in _codes(label.image)]


@at_the_counter
def test_a_file_is_written_for_a_printer_elsewhere(run: Run, sample_folder: Path) -> None:
    """--format zpl writes labels.zpl; a file called .zpl needs no --format; both are recorded."""
    first = run("label", TAPE, "--format", "zpl", *ON, "--dpi", 300, "--copies", 2)
    second = run("label", TAPE, "--out", "again.zpl", *ON)
    (page,) = printed(Path("labels.zpl").read_bytes())

    assert (0, 0) == (first.code, second.code)
    assert ((720, 360), 2) == (page.image.size, page.copies)
    assert [("QR Code", f"{TAPE}.A")] == _codes(page.image)
    assert [("QR Code", f"{TAPE}.B")] == _codes(printed(Path("again.zpl").read_bytes())[0].image)
    assert {TAPE: "B"} == _generations(sample_folder)


@at_the_counter
def test_labels_go_straight_to_the_printer(run: Run, sample_folder: Path) -> None:
    """Each label is recorded when the printer has it, before the next one is sent."""
    recorded: list[int] = []
    with Printer(on_label=lambda _count: recorded.append(len(_generations(sample_folder)))) as printer:
        answer = run("label", TAPE, DISK, OTHER, "--printer", printer.address, *ON)

    assert 0 == answer.code, answer.err
    assert [f"{TAPE}.A", f"{DISK}.A", f"{OTHER}.A"] == _read(printer)
    assert [0, 1, 2] == recorded
    assert {TAPE: "A", DISK: "A", OTHER: "A"} == _generations(sample_folder)
    assert "3 labels printed" in answer.out
    assert not Path("labels.pdf").exists() and not Path("labels.zpl").exists()


@at_the_counter
def test_a_printer_that_never_answers_prints_too(run: Run, sample_folder: Path) -> None:
    """Its proof is that it hangs up after the last byte; the operator is asked to count."""
    with Printer(answers=False) as printer:
        answer = run("label", TAPE, DISK, "--printer", printer.address, *ON)

    assert 0 == answer.code, answer.err
    assert [f"{TAPE}.A", f"{DISK}.A"] == _read(printer)
    assert "count the labels" in answer.err
    assert {TAPE: "A", DISK: "A"} == _generations(sample_folder)


@at_the_counter
@pytest.mark.parametrize("answers", [True, False])
@pytest.mark.parametrize("how", ["stall", "hang up"])
def test_a_printer_that_stops_halfway_is_believed_for_what_it_took(
    run: Run, sample_folder: Path, how: str, answers: bool
) -> None:
    """The first label counts as printed, the second does not, and the next attempt gives it the same generation."""
    with Printer(answers=answers, ends=1, how=how) as printer:
        answer = run("label", TAPE, DISK, OTHER, "--printer", printer.address, *ON)

    assert 9 == answer.code
    assert {TAPE: "A"} == _generations(sample_folder)
    assert ("does not take" if how == "stall" else "hung up") in answer.err
    assert f"up to {TAPE}.A" in answer.err and f"{DISK}.A" in answer.err
    with Printer() as printer:
        assert 0 == run("label", "--new", "--printer", printer.address, *ON).code
    assert f"{DISK}.A" in _read(printer)
    assert f"{TAPE}.A" not in _read(printer)


@at_the_counter
@pytest.mark.parametrize(
    ("flag", "said"), [("paper", "out of labels"), ("head", "open"), ("ribbon", "ribbon"), ("pause", "paused")]
)
def test_a_printer_that_is_not_ready_is_sent_nothing(run: Run, sample_folder: Path, flag: str, said: str) -> None:
    """It says what is wrong before the first label; nothing is recorded."""
    with Printer(flags={flag: 1}) as printer:
        answer = run("label", TAPE, "--printer", printer.address, *ON)

    assert (9, b"", {}) == (answer.code, printer.received, _generations(sample_folder))
    assert said in answer.err


@at_the_counter
def test_a_printer_that_is_off_is_one_sentence(run: Run, sample_folder: Path) -> None:
    """Nothing listens there: what to do next, exit code 9, nothing recorded; the same in JSON."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"tcp://127.0.0.1:{closed.getsockname()[1]}"
    answer = run("label", TAPE, "--printer", address, *ON)
    told = json.loads(run("label", TAPE, "--printer", address, *ON, "--json").out)

    assert (9, {}) == (answer.code, _generations(sample_folder))
    assert f"✗ The printer {address} cannot be reached.\n  → Is it switched on" in answer.err
    assert (9, [], address) == (told["exit_code"], told["labels"], told["printer"])


@at_the_counter
@pytest.mark.parametrize(
    "address", ["tcp://", "tcp://127.0.0.1:99999", "http://printer", "tcp://printer/queue", "tcp://[::1"]
)
def test_an_address_that_is_none_is_refused(run: Run, sample_folder: Path, address: str) -> None:
    """Nothing is sent anywhere by mistake."""
    answer = run("label", TAPE, "--printer", address, *ON)

    assert (5, {}) == (answer.code, _generations(sample_folder))
    assert "is no printer's address" in answer.err


@at_the_counter
def test_a_label_that_came_out_before_a_crash_keeps_its_generation(
    run: Run, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped between the printer and the ledger: the label is printed again as the same one, so both that exist are valid."""
    with Printer() as printer, monkeypatch.context() as patch:
        patch.setattr(thermal, "record", _crash)
        patch.setattr("cli.paper.record", _crash)
        assert 130 == run("label", TAPE, "--printer", printer.address, *ON).code
    with Printer() as again:
        assert 0 == run("label", TAPE, "--printer", again.address, *ON).code

    assert [f"{TAPE}.A"] == _read(printer) == _read(again)
    assert {TAPE: "A"} == _generations(sample_folder)


def _crash(*_: object) -> None:
    raise KeyboardInterrupt


@at_the_counter
def test_a_label_that_somebody_else_printed_meanwhile_is_not_recorded(run: Run, sample_folder: Path) -> None:
    """Two at two printers, one tape: one label is recorded, the other operator is told."""

    def meanwhile(_count: int) -> None:
        thread = threading.Thread(target=lambda: other.append(_label_elsewhere(sample_folder)))
        thread.start()
        thread.join()

    other: list[str] = []
    with Printer(on_label=meanwhile) as printer:
        answer = run("label", TAPE, "--printer", printer.address, *ON)

    assert (7, ["A"]) == (answer.code, other)
    assert f"{TAPE} got another label" in answer.err
    assert {TAPE: "A"} == _generations(sample_folder)


def _label_elsewhere(folder: Path) -> str:
    from assets import decide
    from assets.edge import actor, moment_of

    with Ledger.open(folder) as ledger:
        asset = ledger.asset("R7-国保-012", TAPE)
        assert asset
        rows = ledger.perform(
            "R7-国保-012",
            lambda desk: decide.label(desk, asset, moment=moment_of()),
            by=actor("P-02", "typed"),
            moment=moment_of(),
        )
        return str(rows[0].event.fact.generation)


@at_the_counter
def test_a_printer_of_the_settings_needs_only_its_name(run: Run, sample_folder: Path) -> None:
    """Where it is, the size of its labels, how fine, dark and fast it prints: kept once, not typed each time."""
    with Printer() as printer:
        settings = sample_folder / "settings.toml"
        known = f'[printer.zebra]\naddress = "{printer.address}"\nsize = "40x20"\ndpi = 300\ndarkness = 12\nspeed = 3\n'
        settings.write_text(settings.read_text(encoding="utf-8") + known, encoding="utf-8")
        assert tomllib.loads(settings.read_text(encoding="utf-8"))["printer"]
        answer = run("label", TAPE, "--printer", "zebra")
        (label,) = printer.labels()

    assert 0 == answer.code, answer.err
    assert ((480, 240), "12", "3") == (label.image.size, label.darkness, label.speed)
    assert 0 == run("label", TAPE, "--printer", "zebra", "--format", "pdf", "--out", "sheet.pdf").code
    assert Path("sheet.pdf").read_bytes().startswith(b"%PDF")


@at_the_counter
def test_places_are_printed_on_a_thermal_printer_without_a_record(run: Run, sample_folder: Path) -> None:
    """A place's label is no asset's: it goes out, nothing is recorded."""
    with Printer() as printer:
        answer = run("label", "--place", "V-1", "--printer", printer.address, *ON, "--json")

    assert 0 == answer.code, answer.err
    assert json.loads(answer.out)["labels"] == _read(printer)
    assert {} == _generations(sample_folder)


@at_the_counter
@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("--format", "epl"), "pdf or zpl"),
        (("--format", "zpl"), "--size 60x30"),
        (("--format", "zpl", "--size", "60x30", "--dpi", 150), "203, 300, 600"),
        (("--format", "zpl", "--size", "12x6"), "too small"),
        (("--printer", "./labels.prn", "--size", "60x30"), "cannot be opened"),
    ],
)
def test_what_cannot_be_printed_changes_nothing(
    run: Run, sample_folder: Path, line: tuple[object, ...], said: str
) -> None:
    """One sentence, no file, nothing recorded."""
    answer = run("label", TAPE, *line)

    assert answer.code in (5, 9)
    assert said in answer.err
    assert ({}, []) == (_generations(sample_folder), list(Path().glob("labels*")))


@at_the_counter
def test_an_ended_asset_gets_no_label_from_the_printer(run: Run, sample_folder: Path) -> None:
    """The refusal comes before the first label of all of them."""
    assert 0 == run("return", DISK, "--to", "C-01", "--method", "手渡し").code
    with Printer() as printer:
        answer = run("label", TAPE, DISK, "--printer", printer.address, *ON)

    assert (3, b"", {}) == (answer.code, printer.received, _generations(sample_folder))


def test_nothing_is_sent_when_one_of_the_labels_does_not_fit(sample: Ledger, tmp_path: Path) -> None:
    """A number too long for the roll is seen before the first label is printed, not after nine of ten."""
    short, long = _label(), _label(number="ABCDEF-0123456-K")
    with Printer() as printer:
        known = Known(address=printer.address)
        page = Sheet(sample, custom("28x12"), known, tmp_path / "x", 1, False, False, False)
        with pytest.raises(BadInput, match="28x12"):
            thermal.send(thermal.thermal(page, None, dpi=203, copies=1), [short, long])

    assert b"" == printer.received


# -- devices ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def device(tmp_path: Path) -> Iterator[tuple[Path, list[bytes]]]:
    """A device that a printer reads from, with what it read."""
    path, read = tmp_path / "lp0", []
    os.mkfifo(path)
    end = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    os.set_blocking(end, True)
    thread = threading.Thread(target=lambda: _read_out(end, read))
    thread.start()
    yield path, read
    thread.join(5)
    os.close(end)


def _read_out(end: int, read: list[bytes]) -> None:
    import select

    while select.select([end], [], [], 3)[0] and (data := os.read(end, 4096)):
        read.append(data)


@at_the_counter
@pytest.mark.parametrize("form", ["{}", "file://{}"])
def test_a_device_is_printed_on(run: Run, sample_folder: Path, device: tuple[Path, list[bytes]], form: str) -> None:
    """A printer on a cable is written to like a file."""
    path, read = device
    answer = run("label", TAPE, "--printer", form.format(path), *ON)

    assert 0 == answer.code, answer.err
    assert {TAPE: "A"} == _generations(sample_folder)
    threading.Event().wait(0.1)
    (label,) = printed(b"".join(read))
    assert [("QR Code", f"{TAPE}.A")] == _codes(label.image)


def test_a_device_that_takes_nothing_is_not_waited_for(tmp_path: Path) -> None:
    """A printer without paper lets nothing be written: a sentence after some seconds, not a dead terminal."""
    path = tmp_path / "lp0"
    os.mkfifo(path)
    end = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with (
            wire.line_to(str(path), patience=0.2) as line,
            pytest.raises(wire.PrinterUnreachable, match="does not take"),
        ):
            line.send(b"^XA" * 1_000_000)
    finally:
        os.close(end)


def test_a_file_is_no_printer(tmp_path: Path) -> None:
    """A file that is there is not written over: --out is for files."""
    path = tmp_path / "list.csv"
    path.write_text("R7012", encoding="utf-8")

    with pytest.raises(BadInput, match="is a file"), wire.line_to(str(path)):
        pass
    assert "R7012" == path.read_text(encoding="utf-8")
