"""Which method ends which medium, and to what level?"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from assets import sanitization
from assets.sanitization import LEVELS, achieved, kind_of, media, methods, rate, reaches, required, suitable
from assets.state import Asset
from assets.terms import TERMS
from tests.stories import PROTOCOL, SHREDDING, Story, begin, refused

# The matrix of the design, medium x method, a cell for each: C clear, P purge, D destroy; - Destroy in Rev.1 only (shredding counts in
# Japanese practice); L physical destruction in local practice only; a small letter holds under conditions; X invalid and . not applicable:
# both refused. Where the design gives two ratings (hdd fw_secure_erase, mobile factory_reset), the lower one that needs no conditions.
METHODS = (
    "logical_delete",
    "overwrite",
    "fw_secure_erase",
    "sanitize_cmd",
    "crypto_erase",
    "degauss",
    "punch_crush",
    "shred",
    "disintegrate",
    "pulverize",
    "incinerate",
    "melt",
    "pulp",
    "factory_reset",
)
MATRIX = {
    "paper": ". X . . . X X D D D D . D .",
    "film": ". X . . . X X D D D D . X .",
    "mag_tape": "X C . c p P X - D - D D X .",
    "floppy": "X C . . . P X - D - D D X .",
    "mag_card": "X C . . . P X - D - D D X .",
    "mo_disk": "X C . . . X X - D - D D X .",
    "optical_worm": "X X . . X X X - D - D D X .",
    "optical_rw": "X X . . X X X - D - D D X .",
    "hdd": "X C C P p P L - D - D D X .",
    "sshd": "X c c p p X L - D - D D X .",
    "ssd_sata": "X C C P p X X - D - D D X .",
    "ssd_nvme": "X C p P p X X - D - D D X .",
    "usb_flash": "X C . p p X X - D - D D X .",
    "memory_card": "X C . p p X X - D - D D X .",
    "mobile": "X c . . p X X - D - D D X C",
    "ic_card": ". . . . . X X - D - D D X .",
    "device_composite": "X X X X X X X - D . D D X C",
    "cloud_volume": "X c . . p X . . . . . . . .",
    "logical_copy": "X c . . p . . . . . . . . .",
}
MEANS = {
    "C": ("CLEAR", False),
    "P": ("PURGE", False),
    "D": ("DESTROY", False),
    "-": ("DESTROY", False),
    "L": ("DESTROY", False),
    "X": ("", False),
    ".": ("", False),
    "c": ("CLEAR", True),
    "p": ("PURGE", True),
}
CLASSES = ("specific_pi", "unknown", "personal", "non_personal")
PHYSICAL = ("punch_crush", "shred", "disintegrate", "pulverize", "incinerate", "melt", "pulp")
LOGICAL = ("logical_delete", "overwrite", "fw_secure_erase", "sanitize_cmd", "crypto_erase", "factory_reset")
KEYS_GONE = "鍵は全ての写しを含め破棄済"


@pytest.mark.parametrize("medium", MATRIX)
def test_the_table_says_what_the_design_says(medium: str) -> None:
    """Every cell of the medium's row."""
    cells = dict(zip(METHODS, MATRIX[medium].split(), strict=True))

    assert {method: MEANS[cell] for method, cell in cells.items()} == {
        method: tuple(rate(medium, method)) for method in METHODS
    }


def test_no_medium_and_no_method_is_overlooked() -> None:
    """Rows and columns are those of the design, with masking, which never ends anything, and what a specification names."""
    assert {*MATRIX, "other_spec"} == set(media())
    assert {*METHODS, "mask"} == set(methods())
    assert [] == [code for code in (*media(), *methods(), *LEVELS) if code not in TERMS]


def test_codes_of_the_table_are_codes_we_know() -> None:
    """A cell misspelt would count as refused: none is."""
    rows = sanitization.table()["media"]

    assert set() == {code for row in rows.values() for code in row.values()} - {
        "C",
        "C?",
        "P",
        "P?",
        "D",
        "D-",
        "L",
        "X",
    }
    assert set() == {method for row in rows.values() for method in row} - set(methods())


def test_nothing_that_is_unknown_ends_anything() -> None:
    """A medium or a method nobody knows reaches no level."""
    assert ("", "", "") == (
        achieved("hdd", "hammer", conditions=True),
        achieved("vinyl", "shred", conditions=True),
        kind_of("hammer"),
    )


def test_methods_are_logical_magnetic_physical_or_no_ending() -> None:
    """The class of a method decides whether it erases or disposes."""
    assert {"logical", "magnetic", "physical", "none"} == {kind_of(method) for method in methods()}
    assert set(PHYSICAL) == {method for method in methods() if kind_of(method) == "physical"}
    assert {"logical_delete", "mask"} == {method for method in methods() if kind_of(method) == "none"}


@pytest.mark.parametrize(("pi_class", "level"), zip(CLASSES, ("DESTROY", "DESTROY", "PURGE", "CLEAR"), strict=True))
def test_the_class_decides_the_level(pi_class: str, level: str) -> None:
    """特定個人情報 is destroyed, 個人情報 purged, business information cleared; what has no medium of its own cannot be destroyed."""
    assert level == required("hdd", pi_class)
    assert (
        min(level, "PURGE", key=LEVELS.index)
        == required("logical_copy", pi_class)
        == required("cloud_volume", pi_class)
    )


@pytest.mark.parametrize("pi_class", CLASSES)
@pytest.mark.parametrize("medium", [*MATRIX, "other_spec"])
def test_everything_can_end(medium: str, pi_class: str) -> None:
    """For every medium and class there is a method that reaches what the class needs: nothing is owed for ever."""
    assert suitable(medium, pi_class, kinds=("logical", "magnetic", "physical"))


@pytest.mark.parametrize("pi_class", CLASSES)
@pytest.mark.parametrize("medium", MATRIX)
def test_what_is_recommended_is_enough(medium: str, pi_class: str) -> None:
    """Every method named in a refusal's advice reaches the level, conditions granted."""
    for method in suitable(medium, pi_class, kinds=("logical", "magnetic", "physical")):
        assert reaches(achieved(medium, method, conditions=True), required(medium, pi_class))


def test_conditions_must_be_asserted() -> None:
    """Cryptographic erase is PURGE when somebody answers for the keys, CLEAR otherwise; a conditional CLEAR is nothing without them."""
    assert ("PURGE", "CLEAR") == (
        achieved("hdd", "crypto_erase", conditions=True),
        achieved("hdd", "crypto_erase", conditions=False),
    )
    assert ("CLEAR", "") == (
        achieved("sshd", "overwrite", conditions=True),
        achieved("sshd", "overwrite", conditions=False),
    )
    assert "PURGE" == achieved("hdd", "degauss", conditions=True)


# -- the hard refusals ------------------------------------------------------------------------------------------------


def _held(medium: str, pi_class: str = "non_personal") -> tuple[Story, Asset]:
    """An asset of the least demanding class, so that only the method can be wrong; the protocol lets every medium in."""
    story = begin(protocol=replace(PROTOCOL, media=()))
    return story, story.receive(medium=medium, pi_class=pi_class)


def _dispose(story: Story, asset: Asset, method: str) -> None:
    story.approve(replace(SHREDDING, method=method, approved_on="2025-05-01"), asset)
    story.dispose(asset, day="2025-06-02")


DEGAUSS_DOES_NOTHING = (
    "ssd_sata",
    "ssd_nvme",
    "usb_flash",
    "memory_card",
    "mobile",
    "optical_worm",
    "optical_rw",
    "mo_disk",
    "paper",
    "film",
    "sshd",
    "ic_card",
    "device_composite",
    "cloud_volume",
    "logical_copy",
)


@pytest.mark.rule("R41-3")
@pytest.mark.parametrize(
    ("medium", "method"),
    [
        *((medium, "degauss") for medium in DEGAUSS_DOES_NOTHING),
        *((medium, "overwrite") for medium in ("paper", "film", "optical_worm", "optical_rw", "device_composite")),
        *((medium, "crypto_erase") for medium in ("paper", "film", "optical_worm", "optical_rw", "device_composite")),
        *((medium, "logical_delete") for medium in media()),
        *((medium, "mask") for medium in media()),
    ],
)
def test_an_erasure_that_does_nothing_is_refused(medium: str, method: str) -> None:
    """Degaussing a flash memory, overwriting paper, formatting or masking anything: refused whatever the class, conditions stated or not."""
    story, asset = _held(medium)

    for conditions in ("", KEYS_GONE):
        with refused("R41-3"):
            story.erase(asset, method=method, conditions=conditions)


@pytest.mark.rule("R41-3")
@pytest.mark.parametrize(
    ("medium", "method"),
    [
        *((medium, "pulp") for medium in media() if medium != "paper"),
        *((medium, method) for medium in ("cloud_volume", "logical_copy") for method in PHYSICAL),
        *((medium, "mask") for medium in ("paper", "hdd")),
        *((medium, "logical_delete") for medium in ("paper", "hdd")),
        *((medium, "punch_crush") for medium in media() if medium not in ("hdd", "sshd")),
        ("paper", "melt"),
    ],
)
def test_a_destruction_that_does_nothing_is_refused(medium: str, method: str) -> None:
    """Pulping is for paper, melting is not, and what has no medium of its own cannot be shredded."""
    story, asset = _held(medium)

    with refused("R41-3"):
        _dispose(story, asset, method)


@pytest.mark.rule("R41-4")
@pytest.mark.parametrize(
    ("medium", "method", "pi_class"),
    [
        ("ssd_sata", "fw_secure_erase", "personal"),
        ("usb_flash", "overwrite", "personal"),
        ("memory_card", "overwrite", "personal"),
        ("hdd", "overwrite", "personal"),
        ("ssd_nvme", "overwrite", "personal"),
        *(
            (medium, "degauss", pi_class)
            for medium in ("hdd", "mag_tape", "floppy")
            for pi_class in ("specific_pi", "unknown")
        ),
        ("hdd", "sanitize_cmd", "specific_pi"),
        ("ssd_nvme", "crypto_erase", "specific_pi"),
        ("logical_copy", "overwrite", "personal"),
    ],
)
def test_a_level_below_the_class_is_refused(medium: str, method: str, pi_class: str) -> None:
    """Firmware erase of an SSD and overwriting a USB stick do not purge; nothing that purges destroys. For business information they are enough."""
    story, asset = _held(medium, pi_class)
    with refused("R41-4"):
        story.erase(asset, method=method, conditions=KEYS_GONE)

    story, asset = _held(medium)
    story.erase(asset, method=method, conditions=KEYS_GONE)


@pytest.mark.rule("R41-3")
@pytest.mark.parametrize("method", PHYSICAL)
def test_destroying_is_never_erasing(method: str) -> None:
    """Every physical method needs the client's approval: it is disposal (clause 41)."""
    story, disk = _held("hdd")

    with refused("R41-3"):
        story.erase(disk, method=method)


@pytest.mark.rule("R41-3")
@pytest.mark.parametrize("method", [*LOGICAL, "degauss"])
def test_erasing_is_never_disposing(method: str) -> None:
    """What survives was not disposed of, approved or not."""
    story, disk = _held("hdd")

    with refused("R41-3"):
        _dispose(story, disk, method)


@pytest.mark.parametrize(
    ("medium", "method"),
    [
        ("paper", "pulp"),
        ("paper", "shred"),
        ("film", "incinerate"),
        ("mag_tape", "shred"),
        ("hdd", "punch_crush"),
        ("ssd_nvme", "disintegrate"),
        ("optical_worm", "melt"),
    ],
)
def test_what_destroys_is_accepted_for_the_highest_class(medium: str, method: str) -> None:
    """The neighbours of the refusals: a destruction that holds ends specific personal information."""
    story, asset = _held(medium, "specific_pi")

    _dispose(story, asset, method)

    assert "disposed" == asset.ending
