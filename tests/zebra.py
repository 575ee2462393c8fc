"""How would a thermal printer print this?

An interpreter of the ZPL that we send, and a printer that listens on a port. It knows what the programming guide says and nothing of how
labels are laid out, and refuses what a printer would drop in silence: commands it does not know, and marks beside the label.
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import reportlab
from PIL import Image, ImageChops, ImageDraw, ImageFont
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode
from qrcode.util import MODE_ALPHA_NUM, QRData
from reportlab.graphics.barcode import code128

_COMMAND = re.compile(r"[\^~]([A-Z][A-Z0-9])([^\^~]*)")
_FONT = str(Path(reportlab.__path__[0]) / "fonts" / "VeraBd.ttf")
_MOST_BYTES = 99_999
_WAY = {"N": None, "B": Image.Transpose.ROTATE_90}
HOW_I_AM = "\x02030,{paper},{pause},0240,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,{head},{ribbon},0,2,6,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n"


@dataclass
class Label:
    """What one page of ZPL makes: the picture, black on white; how often; darkness and speed, "" when they stay as they are."""

    image: Image.Image
    copies: int
    darkness: str
    speed: str


@dataclass
class _Page:
    """The state of a printer between ^XA and ^XZ."""

    size: list[int] = field(default_factory=lambda: [0, 0])
    image: Image.Image | None = None
    at: tuple[int, int] = (0, 0)
    typeset: bool = False
    by: tuple[int, int] = (2, 10)
    pending: tuple[str, list[str]] = ("", [])
    copies: int = 1
    speed: str = ""


def printed(zpl: bytes) -> list[Label]:
    """The labels of a stream of ZPL, as a printer fresh from the box prints them."""
    text = zpl.decode("ascii")
    labels: list[Label] = []
    page, darkness, before = _Page(), "", 0
    for command in _COMMAND.finditer(text):
        assert not text[before : command.start()].strip(), "text that belongs to no command"
        before = command.end()
        name, rest = command[1], command[2].rstrip("\n")
        if name == "SD":
            darkness = rest
        elif name == "XA":
            page = _Page(by=(2, 10))
        elif name == "XZ":
            assert page.image is not None
            labels.append(Label(page.image.point(lambda dot: 255 - dot), page.copies, darkness, page.speed))
        else:
            _obey(page, name, rest)
    return labels


def _obey(page: _Page, name: str, rest: str) -> None:
    words = rest.split(",")
    match name:
        case "LH" | "PO" | "LR" | "FW":
            assert (name, rest) in {("LH", "0,0"), ("PO", "N"), ("LR", "N"), ("FW", "N")}
        case "PW" | "LL":
            page.size[["PW", "LL"].index(name)] = int(rest)
            page.image = Image.new("L", tuple(page.size))  # type: ignore[arg-type]
        case "PR":
            page.speed = rest
        case "PQ":
            page.copies = int(rest)
        case "FO" | "FT":
            page.at, page.typeset = (int(words[0]), int(words[1])), name == "FT"
        case "BY":
            page.by = int(words[0]), int(words[2])
        case "BQ" | "BC" | "A0":
            page.pending = name, words
        case "FD":
            _draw(page, rest)
        case "GF":
            _paste(page, _graphic(words[0], *map(int, words[1:4]), ",".join(words[4:])), *page.at)
        case "FS":
            page.pending = "", []
        case _:
            raise AssertionError(f"no printer of ours knows ^{name}")


def _draw(page: _Page, data: str) -> None:
    name, words = page.pending
    x, y = page.at
    if name == "BQ":
        # Field origins of a QR code sink by the height of the last bars.
        _paste(page, _qr(data, int(words[2]), words), x, y + page.by[1])
    elif name == "BC":
        assert words[2:] == ["N", "N", "N", "N"]
        _paste(page, _turned(_bars(data, page.by[0], int(words[1])), words[0]), x, y)
    elif name == "A0":
        _type(page, data, words, x, y)
    else:
        raise AssertionError("data for no field")


def _qr(data: str, module: int, words: list[str]) -> Image.Image:
    assert words[:2] == ["N", "2"] and 1 <= module <= 10
    assert data.startswith("QM,A"), "level Q, its mode said by us: alphanumeric"
    code = QRCode(error_correction=ERROR_CORRECT_Q)
    code.add_data(QRData(data[4:], mode=MODE_ALPHA_NUM), optimize=0)
    code.make(fit=True)
    rows = code.modules
    image = Image.new("L", (len(rows), len(rows)))
    image.putdata([255 * bool(black) for row in rows for black in row])
    return image.resize((len(rows) * module, len(rows) * module), Image.Resampling.NEAREST)


def _bars(data: str, narrow: int, height: int) -> Image.Image:
    """Code 128 in set B, the check digit added by the printer."""
    values = [104, *(ord(character) - 32 for character in data)]
    values.append((104 + sum(place * value for place, value in enumerate(values))) % 103)
    widths = [(ord(step.upper()) - 64, step.isupper()) for value in [*values, 106] for step in code128._patterns[value]]
    image = Image.new("L", (sum(wide for wide, _bar in widths) * narrow, height))
    pen, x = ImageDraw.Draw(image), 0
    for wide, bar in widths:
        if bar:
            pen.rectangle((x, 0, x + wide * narrow - 1, height - 1), fill=255)
        x += wide * narrow
    return image


def _type(page: _Page, data: str, words: list[str], x: int, y: int) -> None:
    """Text in a condensed face: half as wide as it is said to be high, standing on the point that was typeset."""
    assert page.typeset
    tall, wide = round(int(words[1]) * 0.73), round(int(words[2]) * 0.5) * len(data)
    font = ImageFont.truetype(_FONT, 100)
    left, top, right, bottom = font.getbbox(data, anchor="ls")
    drawn = Image.new("L", (int(right - left), int(bottom - top)))
    ImageDraw.Draw(drawn).text((-left, -top), data, font=font, fill=255, anchor="ls")
    image = _turned(drawn.resize((wide, tall)).point(lambda shade: 255 if shade > 127 else 0), words[0])
    _paste(page, image, *((x, y - image.height) if words[0] == "N" else (x - image.width, y - image.height)))


def _turned(image: Image.Image, way: str) -> Image.Image:
    turn = _WAY[way]
    return image if turn is None else image.transpose(turn)


def _graphic(kind: str, sent: int, count: int, bytes_a_row: int, data: str) -> Image.Image:
    assert kind == "A" and sent == count and 0 < count <= _MOST_BYTES and count % bytes_a_row == 0
    rows = _rows(data, 2 * bytes_a_row)
    assert len(rows) * bytes_a_row == count
    return Image.frombytes("1", (bytes_a_row * 8, len(rows)), bytes.fromhex("".join(rows))).convert("L")


def _rows(data: str, digits: int) -> list[str]:
    """The rows of hexadecimal digits that a compressed graphic stands for."""
    rows: list[str] = []
    row, times = "", 0
    for sign in data:
        if sign == ":":
            assert not row
            rows.append(rows[-1])
        elif sign == ",":
            row = row.ljust(digits, "0")
        elif "G" <= sign <= "Y":
            times += ord(sign) - ord("F")
        elif "g" <= sign <= "z":
            times += 20 * (ord(sign) - ord("f"))
        else:
            assert sign in "0123456789ABCDEF"
            row, times = row + sign * (times or 1), 0
        assert len(row) <= digits
        if len(row) == digits:
            rows.append(row)
            row = ""
    assert not row and not times
    return rows


def _paste(page: _Page, marks: Image.Image, x: int, y: int) -> None:
    """Black where the marks are, whatever was there; nothing may stand beside the label."""
    assert page.image is not None
    black = marks.getbbox()
    assert black, "an empty field"
    assert x + black[0] >= 0 and y + black[1] >= 0, "beside the label"
    assert x + black[2] <= page.image.width and y + black[3] <= page.image.height, "beside the label"
    layer = Image.new("L", page.image.size)
    layer.paste(marks, (x, y))
    page.image = ImageChops.lighter(page.image, layer)


@dataclass
class Printer:
    """A printer on a port of this machine, in a thread; use as a context manager.

    answers: says how it is when asked; ends: in which label, counted from 0, it stops, and `how`: "stall" (reads no more, says no more) or
    "hang up"; flags: what it says of itself (paper, pause, head, ribbon); on_label: called when a label is complete, before it says so.
    """

    answers: bool = True
    ends: int = 10**6
    how: str = "stall"
    flags: dict[str, int] = field(default_factory=dict)
    on_label: Callable[[int], Any] = lambda count: None
    received: bytes = b""

    def __enter__(self) -> Printer:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(20)
        self._open = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.set()
        self._listening.close()
        self._thread.join(5)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"tcp://127.0.0.1:{self._listening.getsockname()[1]}"

    def labels(self) -> list[Label]:
        """What came out of it; a label that is not complete does not."""
        return printed(self.received[: self.received.rfind(b"^XZ") + 3])

    def _serve(self) -> None:
        while not self._open.is_set():
            try:
                line, _address = self._listening.accept()
            except OSError:
                return
            with line:
                self._listen(line)

    def _listen(self, line: socket.socket) -> None:
        line.settimeout(5)
        heard = b""
        while data := self._heard(line):
            heard = self._obeyed(heard + data, line)
            if heard and self._done() >= self.ends:
                if self.how == "stall":
                    self._open.wait(20)
                return

    def _obeyed(self, heard: bytes, line: socket.socket) -> bytes:
        """Do what was said to the end; what is left."""
        while found := re.search(rb"~HS|\^XZ\s*", heard):
            if found[0] != b"~HS" and self._done() >= self.ends:
                break
            self._obey(heard[: found.end()], line)
            heard = heard[found.end() :]
        return heard

    def _heard(self, line: socket.socket) -> bytes:
        try:
            return line.recv(1000)
        except OSError:
            return b""

    def _done(self) -> int:
        return self.received.count(b"^XZ")

    def _obey(self, sentence: bytes, line: socket.socket) -> None:
        if sentence.endswith(b"~HS"):
            if self.answers:
                flags = {"paper": 0, "pause": 0, "head": 0, "ribbon": 0, **self.flags}
                line.sendall(HOW_I_AM.format(**flags).encode())
            return
        self.received += sentence
        self.on_label(self._done())
