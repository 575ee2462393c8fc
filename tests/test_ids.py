"""Is this the number of an asset?"""

from __future__ import annotations

import doctest
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets import ids
from assets.ids import InvalidChecksum, InvalidFormat, InvalidLength, Scan, SeveralNumbers, ValidationError

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "\u3000"})
prefixes = st.text(LETTERS, min_size=2, max_size=6)
serials = st.integers(1, 9_999_999)
generations = st.sampled_from(["", "A", "B", "Z", "AA", "AZ", "ZZZ"])


@st.composite
def numbers(draw: st.DrawFn, serial: st.SearchStrategy[int] = serials, sites: str = "019AZ") -> str:
    """A number that could have been given."""
    return ids.make(draw(prefixes), draw(serial), site=draw(st.sampled_from(sites)))


def read(text: str, number: str) -> Scan | None:
    """What a ledger that holds the contract of `number` makes of `text`; None when it refuses."""
    try:
        scan = ids.validate(text, prefixes=[ids.prefix_of(number)])
    except ValidationError:
        return None
    return (
        scan if ids.prefix_of(scan.number) == ids.prefix_of(number) else None
    )  # another prefix is no contract of this ledger


def test_the_examples_hold() -> None:
    """What the module shows is what it does."""
    assert (0, 4) == tuple(doctest.testmod(ids))


@given(numbers(), generations)
def test_what_is_made_is_valid(number: str, generation: str) -> None:
    """Every number given is read back, bare or with the label's generation."""
    printed = f"{number}.{generation}" if generation else number

    assert Scan(number, generation) == ids.validate(printed)


@given(numbers(), generations, st.data())
def test_keyboards_and_scanners_may_do_what_they_do(number: str, generation: str, data: st.DataObject) -> None:
    """Full width, lower case, another dash, spaces around, no hyphens: the same number."""
    printed = f"{number}.{generation}" if generation else number
    dash = data.draw(st.sampled_from("-‐‑‒–—―−ーｰ﹣－"))
    typed = printed.replace("-", dash)
    typed = data.draw(st.sampled_from([typed, typed.lower(), typed.translate(WIDE), typed.lower().translate(WIDE)]))
    typed = (
        data.draw(st.sampled_from(["", " ", "\u3000", "\t"]))
        + typed
        + data.draw(st.sampled_from(["", " ", "\r\n", "\u3000"]))
    )

    assert Scan(number, generation) == ids.validate(typed)
    assert Scan(number, generation) == ids.validate(printed.replace("-", ""), prefixes=[ids.prefix_of(number)])
    assert Scan(number, generation) == ids.validate(printed.replace("-", " "), prefixes=[ids.prefix_of(number)])


@given(numbers(), st.data())
def test_every_wrong_character_is_caught(number: str, data: st.DataObject) -> None:
    """One character misread as any other: never another asset (ISO 7064 mod 37,36 finds every single substitution)."""
    place = data.draw(st.sampled_from([at for at, character in enumerate(number) if character != "-"]))
    wrong = data.draw(st.sampled_from(LETTERS.replace(number[place], "")))

    assert read(number[:place] + wrong + number[place + 1 :], number) is None


@given(numbers(st.integers(1, 999), sites="0"), st.data())
def test_a_hyphen_misread_is_caught(number: str, data: st.DataObject) -> None:
    """A hyphen read as a letter or a digit lengthens the number: what was never given in that form is no number."""
    place = data.draw(st.sampled_from([at for at, character in enumerate(number) if character == "-"]))
    wrong = data.draw(st.sampled_from(LETTERS))

    assert read(number[:place] + wrong + number[place + 1 :], number) is None


def test_every_wrong_character_is_caught_exhaustively() -> None:
    """All 35 other characters at all places of one number."""
    number = "R7012-00143-6"
    taken = {
        number[:at] + wrong + number[at + 1 :]
        for at in range(len(number))
        for wrong in LETTERS
        if number[at] not in ("-", wrong)
    }

    assert [] == sorted(text for text in taken if read(text, number))


@given(numbers(), st.data())
def test_a_displaced_hyphen_is_read_as_meant(number: str, data: st.DataObject) -> None:
    """A hyphen that changed places with its neighbour gives the same number or none."""
    swapped = [
        _swap(number, at) for at, (left, right) in enumerate(pairwise(number)) if "-" in (left, right) and left != right
    ]

    found = read(data.draw(st.sampled_from(swapped)), number)
    assert found is None or found.number == number


def test_nearly_every_transposition_is_caught() -> None:
    """Two neighbours exchanged: mod 37,36 lets fewer than one in a hundred of them pass, which R00-5 and the eye must catch."""
    passed = tried = 0
    for serial in range(1, 9_999, 7):
        number = ids.make("R7012", serial)
        for at, (left, right) in enumerate(pairwise(number)):
            if left != right and "-" not in (left, right):
                tried += 1
                passed += read(_swap(number, at), number) is not None

    assert tried > 8_000
    assert passed < tried / 100


def _swap(text: str, at: int) -> str:
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


@given(numbers(), numbers(), generations)
def test_two_labels_in_one_line_are_two(one: str, other: str, generation: str) -> None:
    """A scanner that sent no line end merges two labels: neither is taken for the other."""
    first = f"{one}.{generation}" if generation else one

    for line in (f"{first} {other}", f"{first}{other}", f"{first}\t{other}"):
        with pytest.raises(ValidationError):
            ids.validate(line, prefixes=[ids.prefix_of(one), ids.prefix_of(other)])


def test_a_doubled_scan_is_told_as_two() -> None:
    """The trigger was pulled twice."""
    with pytest.raises(SeveralNumbers):
        ids.validate("R7012-00143-6R7012-00143-6", prefixes=["R7012"])
    with pytest.raises(SeveralNumbers):
        ids.validate("R7012-00143-6.BR7012-00143-6.B", prefixes=["R7012"])
    with pytest.raises(ValidationError):
        ids.validate("R7012001436R7012001436", prefixes=["R7012"])


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", InvalidLength),
        ("  \u3000", InvalidLength),
        ("-", InvalidFormat),
        ("R7012-00143-7", InvalidChecksum),
        ("R7012001437", InvalidChecksum),
        ("R7012-00143", InvalidFormat),
        ("KKS101L8", InvalidFormat),
        ("R7012-000143-6", InvalidFormat),
        ("R7012-00143-6.", InvalidFormat),
        ("R7012-00143-6.B1", InvalidFormat),
        ("R7012-00143-6.ABCD", InvalidFormat),
        ("R7012-0014٣-6", InvalidFormat),
        ("https://example.jp/R7012", InvalidFormat),
    ],
)
def test_what_is_no_number_says_why(text: str, error: type[ValidationError]) -> None:
    """Nothing, something else, or a number with a wrong check character: told apart, because the operator acts on it."""
    with pytest.raises(ValidationError) as caught:
        ids.validate(text, prefixes=["R7012"])

    assert error is type(caught.value)
    assert not ids.is_valid(text, prefixes=["R7012"])


@given(st.text(max_size=30))
def test_whatever_is_typed_ends_in_a_scan_or_a_refusal(text: str) -> None:
    """No text makes the reader stumble."""
    assert ids.is_valid(text, prefixes=["R7012", "R7"]) in (True, False)


def test_two_prefixes_that_read_two_numbers_are_told_so() -> None:
    """Without hyphens the same characters are asset 143 of R7012 and asset 200143 of site 1 of R70: nobody guesses."""
    assert {"R7012001436"} == {
        number.replace("-", "") for number in (ids.make("R7012", 143), ids.make("R70", 200143, site="1"))
    }

    with pytest.raises(SeveralNumbers):
        ids.validate("R7012001436", prefixes=["R7012", "R70"])

    assert "R7012-00143-6" == ids.validate("R7012-00143-6", prefixes=["R70", "R7012"]).number
    assert "R7012-00143-6" == ids.validate("R7012001436", prefixes=["R7012", "R701"]).number


def test_a_bare_number_needs_its_contract() -> None:
    """Without hyphens and without knowing the prefixes nobody can tell where the serial begins."""
    with pytest.raises(InvalidFormat):
        ids.validate("R7012001436")


def test_generations_count_as_letters_do() -> None:
    """A, B, ... Z, AA, AB, ... ZZ, AAA."""
    labels = [""]
    for _ in range(26 + 26 * 26 + 1):
        labels.append(ids.next_generation(labels[-1]))

    assert ["A", "B", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA"] == [
        labels[at] for at in (1, 2, 26, 27, 28, 52, 53, 702, 703)
    ]
    assert len(set(labels)) == len(labels)


def test_serials_grow_beyond_four_digits() -> None:
    """The ten thousandth asset takes a fifth digit; sites do not mix."""
    assert ["R7012-09999", "R7012-010000", "R7012-A0001"] == [
        ids.make("R7012", serial, site=site)[:-2] for serial, site in ((9999, "0"), (10000, "0"), (1, "A"))
    ]


# -- badges -----------------------------------------------------------------------------------------------------------

codes = st.from_regex(r"[A-Z0-9](?:[A-Z0-9.-]{0,20}[A-Z0-9])?", fullmatch=True)
kinds = st.sampled_from(list(ids.KINDS.values()))


@given(kinds, codes)
def test_a_badge_is_read_as_what_it_names(kind: str, code: str) -> None:
    """What is printed on a badge, a place or a seal is read back; it is no asset's number, and fits a small code."""
    text = ids.badge_text(kind, code)

    assert ids.Badge(kind, code) == ids.badge(text)
    assert not ids.is_valid(text, prefixes=["R7012", "P", "PP"])
    assert len(text) <= 29


@given(kinds, codes, st.sampled_from("-‐‑‒–—―−ーｰ﹣－"), st.sampled_from(".。｡．"), st.booleans(), st.booleans())
def test_a_badge_survives_keyboards(kind: str, code: str, dash: str, point: str, wide: bool, low: bool) -> None:
    """Full width, lower case, an input method that turns - into ー and . into 。, spaces around."""
    typed = ids.badge_text(kind, code)
    typed = typed.lower() if low else typed
    typed = typed.translate(WIDE) if wide else typed
    typed = typed.replace("－" if wide else "-", dash).replace("．" if wide else ".", point)

    assert ids.Badge(kind, code) == ids.badge(f"\u3000{typed} \t")


@given(kinds, codes, st.data())
def test_a_misread_badge_names_nobody(kind: str, code: str, data: st.DataObject) -> None:
    """One letter or digit read as another: no badge, rather than somebody else's."""
    text = ids.badge_text(kind, code)
    place = data.draw(st.sampled_from([place for place, sign in enumerate(text) if sign.isalnum()]))
    wrong = text[:place] + data.draw(st.sampled_from(LETTERS.replace(text[place], ""))) + text[place + 1 :]

    assert ids.badge(wrong) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "P.",
        "P.P-02",
        "P-02",
        "V-1",
        "R7012-00143-6",
        "R7012-00143-6.B",
        "KKS101L8",
        "X.P-02.H",
        "P..H",
        "P.P-02.HH",
    ],
)
def test_other_scans_are_no_badges(text: str) -> None:
    """Numbers of assets, serials and codes without their check character are left to others."""
    assert ids.badge(text) is None


@pytest.mark.parametrize("code", ["p-01", "山田", "P_1", "", "-1", "1-", "P 02", "A" * 25, "１"])
def test_a_number_that_no_code_carries_is_refused(code: str) -> None:
    """Better no badge than one that reads as another number."""
    with pytest.raises(InvalidFormat):
        ids.badge_text("person", code)


def test_an_input_method_may_be_on_for_generations_too() -> None:
    """The point before the generation comes as 。 then."""
    assert Scan("R7012-00143-6", "B") == ids.validate("Ｒ７０１２ー００１４３ー６。Ｂ")
