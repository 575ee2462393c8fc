"""What did the scanner read, whatever the keyboard made of it?"""

from __future__ import annotations

import doctest
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets import ids, wedge
from assets.wedge import Dressing, codes

OURS = ("R7012", "KH", "YZ3")
ONE, TWO, THREE = "R7012-00001-Y", "R7012-00002-W", "R7012-00003-U"
BADGE = ids.badge_text("person", "P-02")

# What a scanner for US keyboards types on another keyboard: written down from the keyboards themselves, not from the module's table.
ON_A_SCREEN = {
    "US": "R7012-00001-Y",
    "JIS": "R7012-00001-Y",
    "AZERTY": "Rèà&é)àààà&)Y",
    "AZERTY, caps lock": "R7012°00001°Y",
    "AZERTY, Belgium": "Rèà&é)àààà&)Y",
    "QWERTZ": "R7012ß00001ßZ",
    "QWERTZ, shift lock": 'r/=!"?====!?z',
    "QWERTZ, Switzerland": "R7012'00001'Z",
    "QWERTY, Spain and Italy": "R7012'00001'Y",
    "QWERTY, Sweden": "R7012+00001+Y",
    "kana input": "すやわぬふほわわわわぬほん",
    "kana input, half width": "ｽﾔﾜﾇﾌﾎﾜﾜﾜﾜﾇﾎﾝ",
    "romaji, caps lock": "r７０１２ー００００１ーｙ",
}
# What a scanner set to another keyboard types on a US or Japanese one.
FROM_A_SCANNER = {
    "QWERTZ scanner, US screen": "R7012/00001/Z",
    "QWERTZ scanner, Japanese screen": "R7012/00001/Z",
    "Spanish scanner, US screen": "R7012/00001/Y",
    "AZERTY scanner, US screen": "R&)!@6))))!6Y",
    "AZERTY scanner, QWERTZ screen": 'R/=!"6====!6Z',
}


def test_the_examples_hold() -> None:
    """What the module shows is what it does."""
    assert (0, 1) == tuple(doctest.testmod(wedge))


@pytest.mark.parametrize("typed", (ON_A_SCREEN | FROM_A_SCANNER).values(), ids=(ON_A_SCREEN | FROM_A_SCANNER).keys())
def test_a_foreign_keyboard_is_seen_through(typed: str) -> None:
    """Digits, hyphen, Y and Z come out as other signs: the number is read all the same, because its check character fits."""
    assert [ONE] == codes(typed, prefixes=OURS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Rèà&é)àààà&)Y:B", f"{ONE}.B"),
        ("R7012ß00001ßZ.B", f"{ONE}.B"),
        ("すやわぬふほわわわわぬほんるこ", f"{ONE}.B"),
        ("Ｒ７０１２－００００１－Ｙ．Ｂ", f"{ONE}.B"),
        ("R7012ー00001ーY。B", f"{ONE}.B"),
        ("P:P)àé:H", BADGE),
        ("P.Pß02.H", BADGE),
        ("せるせほわふるく", BADGE),
        ("Ｐ．Ｐ－０２．Ｈ", BADGE),
    ],
)
def test_generation_and_badge_come_through_too(typed: str, meant: str) -> None:
    """The point is read like the hyphen; the badge has a check character of its own."""
    assert [meant] == codes(typed, prefixes=OURS)


def _through(text: str, scanner: str, screen: str) -> str:
    """What stands on a screen when a scanner of one keyboard types on another one."""
    keys = {
        sign: shown
        for shift in (0, 1)
        for sign, shown in zip(
            "".join(wedge._KEYBOARDS[scanner][shift]), "".join(wedge._KEYBOARDS[screen][shift]), strict=True
        )
    }
    return "".join(keys[sign] for sign in text)


@pytest.mark.parametrize("screen", wedge._KEYBOARDS)
@pytest.mark.parametrize("scanner", [name for name in wedge._KEYBOARDS if name not in wedge._INPUT_METHODS])
def test_no_pair_of_keyboards_gives_another_asset(scanner: str, screen: str) -> None:
    """All pairs, numbers of three contracts: what was scanned, or nothing; nothing where a key is silent, and where two layouts fit."""
    numbers = [ids.make(prefix, serial) for prefix in OURS for serial in range(1, 200, 3)]
    typed = {number: _through(number, scanner, screen) for number in numbers}
    found = {number: codes(text, prefixes=OURS) for number, text in typed.items()}
    read = [number for number in numbers if [number] == found[number]]

    assert [] == [number for number in numbers if number not in read and [typed[number].strip()] != found[number]]
    assert 0.95 * sum(" " not in text for text in typed.values()) <= len(read)


def test_where_two_readings_fit_there_is_none() -> None:
    """The generations Y and Z, which no check character covers, on a keyboard that may exchange them: nobody knows."""
    assert [f"{ONE}.Y"] == codes(f"{ONE}.Y", prefixes=OURS)
    assert ["R7012'00003'U.B"] != codes("R7012'00003'U.B", prefixes=OURS)
    assert ["R7012'00003'U.Y"] == codes("R7012'00003'U.Y", prefixes=OURS)


def test_a_prefix_within_another_is_not_guessed() -> None:
    """Two labels in one line, and the second begins at either of two letters: both are scanned again."""
    twin = ids.make("IR7012", 2)
    line = f"{ONE}.B{twin}"

    assert twin == f"I{TWO}"
    assert [f"{ONE}.BI", TWO] == codes(line, prefixes=["R7012"])
    assert [line] == codes(line, prefixes=["R7012", "IR7012"])


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        (f"{ONE}{ONE}", [ONE]),
        (f"{ONE} {ONE}", [ONE]),
        (f"{ONE}.B{ONE}.B", [f"{ONE}.B"]),
        (f"{ONE}{TWO}", [ONE, TWO]),
        (f"{ONE}.B{TWO}.AA", [f"{ONE}.B", f"{TWO}.AA"]),
        (f"{ONE}{TWO}{THREE}", [ONE, TWO, THREE]),
        (f"{ONE}\t{TWO}", [ONE, TWO]),
        (f"{ONE},{TWO};{THREE}", [ONE, TWO, THREE]),
        ("R701200001YR701200002W", [ONE, TWO]),
        (f"{ONE}{BADGE}", [ONE, BADGE]),
        (f"{BADGE}{ONE}", [BADGE, ONE]),
        (f"{ONE}{TWO}".lower(), [ONE, TWO]),
        ("Ｒ７０１２ー００００１ーＹＲ７０１２ー００００２ーＷ", [ONE, TWO]),
        ("Rèà&é)àààà&)YRèà&é)ààààé)Z", [ONE, TWO]),
    ],
)
def test_doubled_and_merged_codes_come_apart(line: str, meant: list[str]) -> None:
    """No terminator, or an input method that swallowed it: each code once, because each one's check character fits."""
    assert meant == codes(line, prefixes=OURS)


@pytest.mark.parametrize(
    "line", [f"R7012-000{TWO}", f"{ONE}R7012-000", f"{ONE}R7012-00002-V", f"{ONE}X{TWO}", f"{ONE[:-1]}{TWO}"]
)
def test_a_torn_code_spoils_its_line(line: str) -> None:
    """Half a code and a whole one: nothing is taken, the operator scans again."""
    assert [line] == codes(line, prefixes=OURS)


@pytest.mark.parametrize("end", ["", "\r", "\n", "\r\n", "\r\r\n", "\t", "\n\n", " ", "\u3000", "\x03", "\x04"])
@pytest.mark.parametrize("begin", ["", "\x01", "\x02", "]Q1", "]C0", "\x02]Q3", "\ufeff", "~"])
def test_what_a_scanner_puts_around_a_code_falls_off(begin: str, end: str) -> None:
    """SOH, STX, AIM identifiers, any line end or none, and the sign that the settings name."""
    dressing = Dressing(prefix="~")

    assert [ONE] == codes(f"{begin}{ONE}{end}", prefixes=OURS, dressing=dressing)
    assert [BADGE] == codes(f"{begin}{BADGE}{end}", prefixes=OURS, dressing=dressing)


def test_a_prefix_and_a_suffix_are_those_of_the_settings() -> None:
    """Only what is configured is taken off; a serial keeps its own signs."""
    assert [ONE] == codes(f"#A{ONE}##", prefixes=OURS, dressing=Dressing("#A", "##"))
    assert ["KKS101L8"] == codes("#AKKS101L8##\r\n", prefixes=OURS, dressing=Dressing("#A", "##"))
    assert [f"#A{ONE}##"] == codes(f"#A{ONE}##", prefixes=OURS)
    assert ["]Q1R7012"] != codes("]Q1R7012", prefixes=OURS)


@pytest.mark.parametrize("zeros", ["0", "00", "000000"])
def test_zeros_that_a_scanner_adds_are_left_out(zeros: str) -> None:
    """Before the number; inside, or of another number, they stay a mistake."""
    assert [ONE] == codes(zeros + ONE, prefixes=OURS)
    assert ["R7012-000001-Y"] == codes("R7012-000001-Y", prefixes=OURS)


@pytest.mark.parametrize(
    "text", ["", "KKS101L8", "棚卸", "handover", "004471", "R7012-00001-X", "P.P-02.X", "P-02", "ん", "ß", "é"]
)
def test_everything_else_stays_as_it_is(text: str) -> None:
    """Serials, words and misread labels are nobody's business here."""
    assert [text] == codes(text, prefixes=OURS)


@given(st.text(max_size=40))
def test_whatever_is_typed_ends_somewhere(text: str) -> None:
    """No text makes the reader stumble, and every code it reads is one."""
    found = codes(text, prefixes=OURS)

    assert 1 <= len(found)
    assert 1 == len(found) or all(ids.is_valid(code, prefixes=OURS) or ids.badge(code) for code in found)


@given(st.text("R7012-YUW.BPH0 ", max_size=60))
def test_no_line_takes_long(text: str) -> None:
    """Lines that look like many codes are read in steps that do not multiply."""
    assert codes(text, prefixes=[*OURS, "R701", "R70", "R7"])


@given(st.integers(1, 99_999), st.sampled_from(["", ".A", ".B", ".AB"]), st.sampled_from([None, "NFKC", "wide"]))
def test_a_label_reads_as_itself(serial: int, generation: str, form: str | None) -> None:
    """Every number that was given, with every generation, in any width."""
    label = ids.make("R7012", serial) + generation
    typed = "".join(chr(ord(sign) + 0xFEE0) for sign in label) if form == "wide" else label

    assert [label] == codes(unicodedata.normalize("NFC", typed), prefixes=OURS)
