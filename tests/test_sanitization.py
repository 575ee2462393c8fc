"""Which method ends which medium, and to what level?"""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from msgspec.structs import replace

from assets import sanitization
from assets.conditions import CONDITIONS, conditions
from assets.language import say, speak, spoken
from assets.sanitization import (
    LEVELS,
    achieved,
    achieved_by,
    cell,
    condition_codes,
    decisive,
    kind_of,
    media,
    methods,
    note,
    profiles,
    rate,
    reaches,
    required,
    suitable,
)
from assets.state import Asset
from assets.terms import TERMS, term
from assets.unsuitable import refusals
from tests.stories import PROTOCOL, SHREDDING, Story, begin, refused

# The matrix, written a second time: C clear, P purge, D destroy; D- destroy for the lowest category only; L in local practice only;
# ? under conditions; X does nothing, · cannot be done: both refused.
TABLE = """
| medium           | logical_delete | overwrite | fw_secure_erase | sanitize_cmd | crypto_erase | degauss | punch_crush | shred | disintegrate | pulverize | incinerate | melt | pulp | factory_reset |
|------------------|----------------|-----------|-----------------|--------------|--------------|---------|-------------|-------|--------------|-----------|------------|------|------|---------------|
| paper            | · | X  | ·    | ·  | ·  | X | X | D  | D | D  | D | · | D | ·    |
| film             | · | X  | ·    | ·  | ·  | X | X | D  | D | D  | D | · | X | ·    |
| mag_tape         | X | C  | ·    | C? | P? | P | X | D- | D | D- | D | D | X | ·    |
| floppy           | X | C  | ·    | ·  | ·  | P | X | D- | D | D- | D | D | X | ·    |
| mag_card         | X | C  | ·    | ·  | ·  | P | X | D- | D | D- | D | D | X | ·    |
| mo_disk          | X | C  | ·    | ·  | ·  | X | X | D- | D | D- | D | D | X | ·    |
| optical_worm     | X | X  | ·    | ·  | X  | X | X | D- | D | D- | D | D | X | ·    |
| optical_rw       | X | X  | ·    | ·  | X  | X | X | D- | D | D- | D | D | X | ·    |
| hdd              | X | C  | C/P? | P  | P? | P | L | D- | D | D- | D | D | X | ·    |
| sshd             | X | C? | C?   | P? | P? | X | L | D- | D | D- | D | D | X | ·    |
| ssd_sata         | X | C  | C    | P  | P? | X | X | D- | D | D- | D | D | X | ·    |
| ssd_nvme         | X | C  | P?   | P  | P? | X | X | D- | D | D- | D | D | X | ·    |
| usb_flash        | X | C  | ·    | P? | P? | X | X | D- | D | D- | D | D | X | ·    |
| memory_card      | X | C  | ·    | P? | P? | X | X | D- | D | D- | D | D | X | ·    |
| mobile           | X | C? | ·    | ·  | P? | X | X | D- | D | D- | D | D | X | C/P? |
| ic_card          | · | ·  | ·    | ·  | ·  | X | X | D- | D | D- | D | D | X | ·    |
| device_composite | X | X  | X    | X  | X  | X | X | D- | D | ·  | D | D | X | C    |
| cloud_volume     | X | C? | ·    | ·  | P? | X | · | ·  | · | ·  | · | · | · | ·    |
| logical_copy     | X | C? | ·    | ·  | P? | · | · | ·  | · | ·  | · | · | · | ·    |
"""


def _cells(line: str) -> list[str]:
    return [word.strip() for word in line.strip("|").split("|")]


_HEAD, _RULE, *_ROWS = TABLE.strip().splitlines()
METHODS = tuple(_cells(_HEAD)[1:])
MATRIX = {row[0]: dict(zip(METHODS, row[1:], strict=True)) for row in map(_cells, _ROWS)}
CELLS = [(medium, method, code) for medium, row in MATRIX.items() for method, code in row.items()]
MEANS = {  # what a code counts as: the level, whether under conditions, the level without them
    "C": ("CLEAR", False, ""),
    "P": ("PURGE", False, ""),
    "D": ("DESTROY", False, ""),
    "D-": ("DESTROY", False, ""),
    "L": ("DESTROY", False, ""),
    "X": ("", False, ""),
    "·": ("", False, ""),
    "C?": ("CLEAR", True, ""),
    "P?": ("PURGE", True, ""),
    "C/P?": ("PURGE", True, "CLEAR"),
}
CLASSES = ("specific_pi", "unknown", "personal", "non_personal")
PHYSICAL = ("punch_crush", "shred", "disintegrate", "pulverize", "incinerate", "melt", "pulp")
LOGICAL = ("logical_delete", "overwrite", "fw_secure_erase", "sanitize_cmd", "crypto_erase", "factory_reset")


PROFILES = tuple(profile.code for profile in profiles())


@pytest.mark.parametrize(("medium", "method", "code"), CELLS)
def test_the_table_says_it_twice(medium: str, method: str, code: str) -> None:
    """Every cell, and what it counts as: what does nothing is told from what cannot be done, and neither ends anything."""
    assert code == cell(medium, method)
    assert MEANS[code] == tuple(rate(medium, method))


def test_no_medium_and_no_method_is_overlooked() -> None:
    """Rows and columns are those of the design, with masking, which never ends anything, and what a specification names."""
    assert {*MATRIX, "other_spec"} == set(media())
    assert {*METHODS, "mask"} == set(methods())
    assert [] == [code for code in (*media(), *methods(), *LEVELS) if code not in TERMS]


def test_codes_of_the_table_are_codes_we_know() -> None:
    """A cell misspelt would count as refused: none is."""
    rows = sanitization.table()["media"]

    assert set() == {code for row in rows.values() for code in row.values()} - set(MEANS)
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


PRINTED = {  # how the Japanese forms begin the name of a method
    "overwrite": "上書き消去",
    "sanitize_cmd": "サニタイズコマンド",
    "crypto_erase": "暗号化消去",
    "factory_reset": "工場出荷",
    "degauss": "消磁",
    "punch_crush": "穿孔・圧壊",
    "shred": "細断・破砕",
    "disintegrate": "分解",
    "pulverize": "粉砕",
    "incinerate": "焼却",
    "melt": "溶融",
    "pulp": "溶解",
}


@pytest.mark.parametrize("method", PRINTED)
def test_a_method_has_the_name_that_the_forms_print(method: str) -> None:
    """Paper is pulped (溶解), metal melted (溶融): two words, so that nobody takes one for the other."""
    before = spoken()
    speak("ja")
    try:
        assert say("{method}", {"method": term(method)}).startswith(PRINTED[method])
    finally:
        speak(before)


CE = ("encrypted_from_start", "validated_module", "strength_128", "key_copies_zeroized", "keys_inside")
CONDITIONAL = [(medium, method) for medium, method, code in CELLS if code.endswith("?")]


@pytest.mark.parametrize(("medium", "method"), CONDITIONAL)
def test_a_conditional_rating_needs_every_condition(medium: str, method: str) -> None:
    """All stated: the rating counts. Any one left out: only what stands without conditions does."""
    asked = condition_codes(medium, method)
    level, _, otherwise = MEANS[MATRIX[medium][method]]

    assert asked
    assert level == achieved(medium, method, conditions=set(asked))
    assert {otherwise} == {achieved(medium, method, conditions=set(asked) - {one}) for one in asked}
    assert otherwise == achieved(medium, method, conditions=())


@pytest.mark.parametrize(
    ("medium", "method", "codes"),
    [
        ("hdd", "crypto_erase", CE),
        ("mag_tape", "crypto_erase", CE),
        ("mobile", "factory_reset", ("reset_destroys_keys", *CE)),
        ("cloud_volume", "crypto_erase", (*CE[:-1], "own_key")),
        ("hdd", "overwrite", ("all_addressable", "hidden_areas_reset")),
        ("sshd", "overwrite", ("all_addressable", "hidden_areas_reset", "flash_cache_covered")),
        ("usb_flash", "overwrite", ("all_addressable", "two_passes")),
        ("mag_tape", "degauss", ("degausser_rated", "degausser_checked")),
        ("paper", "shred", ("particle_size",)),
        ("hdd", "melt", ()),
        ("ssd_sata", "degauss", ()),
        ("paper", "crypto_erase", ()),
    ],
)
def test_what_is_asked_of_a_method(medium: str, method: str, codes: tuple[str, ...]) -> None:
    """In the order to ask; nothing is asked of a method that is refused."""
    assert codes == tuple(condition.code for condition in conditions(medium, method))
    assert all(condition.sentence.endswith(".") for condition in conditions(medium, method))


def test_no_condition_is_asked_that_has_no_sentence() -> None:
    """The sentences are those of the table, no more, no fewer."""
    asked = {code for medium in media() for method in methods() for code in condition_codes(medium, method)}

    assert set(CONDITIONS) == asked


# -- profiles ---------------------------------------------------------------------------------------------------------


def test_profiles_are_cited_with_their_version() -> None:
    """A certificate says which standard it speaks of; the guideline of the Ministry comes first."""
    assert ["mic_jp", "nist_r2"] == [profile.code for profile in profiles()]
    assert ["令和4年3月", "Rev.2 (2025-09-26)"] == [profile.version for profile in profiles()]
    assert all(profile.name and profile.standard for profile in profiles())


@pytest.mark.parametrize(("medium", "method", "code"), CELLS)
def test_nist_counts_less(medium: str, method: str, code: str) -> None:
    """Rev.2 counts D- for the lowest class alone, and local practice never; the rest is as in the table."""
    lowest = rate(medium, method, profile="nist_r2", pi_class="non_personal")
    others = {rate(medium, method, profile="nist_r2", pi_class=pi_class) for pi_class in (*CLASSES[:3], "")}

    assert ("" if code == "L" else MEANS[code][0]) == lowest.level
    assert {"" if code in ("L", "D-") else MEANS[code][0]} == {rating.level for rating in others}


@pytest.mark.parametrize("medium", media())
def test_degaussing_is_never_destroying(medium: str) -> None:
    """Under no profile, for no class."""
    rated = {rate(medium, "degauss", profile=code, pi_class=one).level for one in CLASSES for code in PROFILES}

    assert "DESTROY" not in rated


def test_profiles_rate_differently() -> None:
    """Shredding a personal disk is destruction here and nothing for NIST, which says why."""
    both = {code: rate("hdd", "shred", profile=code, pi_class="personal").level for code in PROFILES}

    assert {"mic_jp": "DESTROY", "nist_r2": ""} == both
    assert (True, False) == tuple(bool(note("shred", profile=code)) for code in ("nist_r2", "mic_jp"))


@pytest.mark.parametrize("pi_class", CLASSES)
@pytest.mark.parametrize("medium", media())
def test_everything_can_end_under_nist(medium: str, pi_class: str) -> None:
    """The stricter profile leaves a way for every medium and class, and none that it does not count."""
    good = suitable(medium, pi_class, kinds=("logical", "magnetic", "physical"), profile="nist_r2")

    assert good
    assert "punch_crush" not in good
    assert pi_class == "non_personal" or medium in ("paper", "film", "other_spec") or "shred" not in good


@pytest.mark.parametrize(
    ("pi_class", "area", "profile", "level"),
    [
        ("personal", 16000, "mic_jp", "DESTROY"),
        ("personal", 16001, "mic_jp", ""),
        ("specific_pi", 3000, "mic_jp", "DESTROY"),
        ("specific_pi", 3001, "mic_jp", ""),
        ("unknown", 16000, "mic_jp", ""),
        ("non_personal", 90000, "mic_jp", "DESTROY"),
        ("specific_pi", None, "mic_jp", "DESTROY"),
        ("personal", 500, "nist_r2", "DESTROY"),
        ("personal", 501, "nist_r2", ""),
        ("non_personal", None, "nist_r2", ""),
    ],
)
def test_paper_is_destroyed_in_small_pieces(pi_class: str, area: int | None, profile: str, level: str) -> None:
    """P-4 for personal, P-5 for specific personal information; P-7, and measured, for NIST."""
    assert level == achieved("paper", "shred", conditions=True, profile=profile, pi_class=pi_class, area=area)


def test_a_contract_may_agree_on_other_levels() -> None:
    """What was agreed counts, and what has no medium of its own is still capped."""
    agreed = {"personal": "DESTROY"}

    assert "DESTROY" == required("hdd", "personal", levels=agreed)
    assert "PURGE" == required("cloud_volume", "personal", levels=agreed)
    assert "degauss" not in suitable("hdd", "personal", kinds=("magnetic",), wanted="DESTROY")
    assert "degauss" in suitable("hdd", "personal", kinds=("magnetic",))


# -- one step after another -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("medium", "steps", "level", "step"),
    [
        ("hdd", ("degauss", "shred"), "DESTROY", "shred"),
        ("hdd", ("overwrite", "degauss"), "PURGE", "degauss"),
        ("hdd", ("degauss", "sanitize_cmd"), "PURGE", "degauss"),
        ("sshd", ("degauss",), "", ""),
        ("sshd", ("degauss", "melt"), "DESTROY", "melt"),
        ("sshd", ("melt", "degauss"), "DESTROY", "melt"),
        ("hdd", ("logical_delete",), "", ""),
        ("hdd", ("logical_delete", "overwrite"), "CLEAR", "overwrite"),
        ("paper", ("mask", "pulp"), "DESTROY", "pulp"),
        ("paper", ("mask",), "", ""),
        ("hdd", (), "", ""),
    ],
)
def test_the_best_step_decides(medium: str, steps: tuple[str, ...], level: str, step: str) -> None:
    """Degauss, then shred: the best step that works counts, and the first one of that level is named; formatting and masking never count."""
    assert level == achieved_by(medium, steps, (), pi_class="personal")
    assert step == decisive(medium, steps, (), pi_class="personal")


def test_what_is_in_pieces_takes_no_command() -> None:
    """NIST does not count punching; a command given to the punched disk afterwards does not count either, before it does."""
    after, before = ("punch_crush", "sanitize_cmd"), ("sanitize_cmd", "punch_crush")

    assert "" == achieved_by("hdd", after, (), pi_class="personal", profile="nist_r2")
    assert "PURGE" == achieved_by("hdd", before, (), pi_class="personal", profile="nist_r2")


def test_a_step_counts_with_its_own_conditions() -> None:
    """Cryptographic erase, its conditions stated, then overwriting: PURGE; with one missing, overwriting decides."""
    steps = ("crypto_erase", "overwrite")

    assert "crypto_erase" == decisive("hdd", steps, CE, pi_class="personal")
    assert "overwrite" == decisive("hdd", steps, CE[1:], pi_class="personal")


# -- the hard refusals ------------------------------------------------------------------------------------------------

FLASH_AND_OPTICAL = ("ssd_sata", "ssd_nvme", "usb_flash", "memory_card", "mobile", "optical_worm", "optical_rw")
NO_BODY = ("cloud_volume", "logical_copy")


def _against(medium: str, method: str, **plan: Any) -> list[str]:
    """The codes of the reasons against it, for the least demanding class unless told otherwise."""
    return [refusal.code for refusal in refusals(medium, method, **{"pi_class": "non_personal", "parts": True} | plan)]


@pytest.mark.parametrize(
    ("pairs", "plan", "code"),
    [
        pytest.param(
            list(product((*FLASH_AND_OPTICAL, "mo_disk", "paper", "film", "sshd"), ["degauss"])),
            {},
            "invalid",
            id="degauss on flash, optical, MO, paper, film and a hybrid alone",
        ),
        pytest.param(
            list(product(("paper", "film", "optical_worm", "optical_rw"), ["overwrite"])),
            {},
            "invalid",
            id="overwrite on paper, film and optical",
        ),
        pytest.param(
            list(product(("optical_worm", "optical_rw"), ["crypto_erase"])), {}, "invalid", id="crypto_erase on optical"
        ),
        pytest.param(
            list(product(("paper", "film"), ["crypto_erase"])),
            {},
            "not_applicable",
            id="crypto_erase on paper and film",
        ),
        pytest.param(
            list(product([one for one in MATRIX if one not in ("paper", *NO_BODY)], ["pulp"])),
            {},
            "invalid",
            id="pulp on anything but paper",
        ),
        pytest.param(
            list(product(NO_BODY, PHYSICAL)), {}, "not_applicable", id="physical destruction of what has no body"
        ),
        pytest.param(list(product(media(), ["logical_delete"])), {}, "no_ending", id="logical_delete anywhere"),
        pytest.param(list(product(media(), ["mask"])), {}, "no_ending", id="mask as an ending"),
        pytest.param(
            [(medium, method) for medium, method, code in CELLS if method in LOGICAL[1:] and code not in ("X", "·")],
            {"condition": "unreadable"},
            "unreadable",
            id="a logical method on an unreadable medium",
        ),
        pytest.param(
            [
                ("device_composite", method)
                for method in ("shred", "disintegrate", "incinerate", "melt", "factory_reset")
            ],
            {"parts": False},
            "no_parts",
            id="a composite device without its media",
        ),
        pytest.param(
            [("ssd_sata", "fw_secure_erase")], {"wanted": "PURGE"}, "too_low", id="fw_secure_erase on SSD, PURGE wanted"
        ),
        pytest.param(
            list(product(("usb_flash", "memory_card"), ["overwrite"])),
            {"wanted": "PURGE"},
            "too_low",
            id="overwrite on USB, PURGE wanted",
        ),
        pytest.param(
            [
                (medium, method)
                for medium, method, code in CELLS
                if code in ("P", "P?", "C/P?") and medium not in NO_BODY
            ],
            {"wanted": "DESTROY"},
            "too_low",
            id="degauss or any other PURGE, DESTROY wanted",
        ),
    ],
)
def test_a_hard_refusal(pairs: list[tuple[str, str]], plan: dict[str, Any], code: str) -> None:
    """One line of the list: refused for this reason and no other, all conditions granted."""
    assert pairs
    assert {pair: [code] for pair in pairs} == {pair: _against(*pair, **plan) for pair in pairs}


@pytest.mark.parametrize(
    ("medium", "method", "plan"),
    [
        ("hdd", "degauss", {}),
        ("hdd", "degauss", {"pi_class": "personal", "condition": "unreadable"}),
        ("hdd", "shred", {"pi_class": "specific_pi", "condition": "unreadable"}),
        ("usb_flash", "overwrite", {"wanted": "CLEAR"}),
        ("ssd_sata", "fw_secure_erase", {}),
        ("ssd_nvme", "fw_secure_erase", {"pi_class": "personal"}),
        ("paper", "pulp", {"pi_class": "specific_pi"}),
        ("device_composite", "melt", {"pi_class": "specific_pi"}),
        ("cloud_volume", "crypto_erase", {"pi_class": "specific_pi"}),
        ("hdd", "crypto_erase", {"pi_class": "personal", "asserted": CE}),
        ("hdd", "shred", {"profile": "nist_r2"}),
    ],
)
def test_the_neighbours_are_not_refused(medium: str, method: str, plan: dict[str, Any]) -> None:
    """Beside every refusal stands something that is allowed."""
    assert [] == _against(medium, method, **plan)


@pytest.mark.parametrize(
    ("medium", "method", "plan", "codes"),
    [
        ("hdd", "shred", {"pi_class": "personal", "profile": "nist_r2"}, ["not_counted"]),
        ("hdd", "punch_crush", {"profile": "nist_r2"}, ["not_counted"]),
        ("paper", "shred", {"pi_class": "specific_pi", "area": 16000}, ["too_coarse"]),
        ("paper", "shred", {"profile": "nist_r2"}, ["too_coarse"]),
        ("hdd", "crypto_erase", {"pi_class": "personal", "asserted": CE[1:]}, ["conditions"]),
        ("hdd", "crypto_erase", {"pi_class": "personal", "asserted": False}, ["conditions"]),
        ("hdd", "crypto_erase", {"asserted": ()}, ["conditions"]),
        ("optical_worm", "overwrite", {"condition": "unreadable"}, ["invalid", "unreadable"]),
        ("device_composite", "overwrite", {"parts": False}, ["invalid", "no_parts"]),
        ("mobile", "overwrite", {"condition": "unreadable", "wanted": "PURGE"}, ["unreadable", "too_low"]),
        ("hdd", "hammer", {}, ["not_applicable"]),
    ],
)
def test_other_reasons_are_told_too(medium: str, method: str, plan: dict[str, Any], codes: list[str]) -> None:
    """What the profile does not count, pieces too large, conditions nobody stated; and every reason at once."""
    assert codes == _against(medium, method, **plan)


@pytest.mark.parametrize("profile", ["mic_jp", "nist_r2"])
@pytest.mark.parametrize("pi_class", CLASSES)
def test_refused_is_what_does_not_reach(pi_class: str, profile: str) -> None:
    """For every pair: refused exactly when the level reached is not the one the class needs."""
    for medium, method in product(media(), methods()):
        level = achieved(medium, method, conditions=False, profile=profile, pi_class=pi_class)
        plan = {"pi_class": pi_class, "profile": profile, "asserted": False}

        assert reaches(level, required(medium, pi_class)) == (not _against(medium, method, **plan)), (medium, method)


def test_a_refusal_says_all_it_names() -> None:
    """Every sentence can be filled in, in both languages, and names the conditions that are missing."""
    found = [
        *refusals("hdd", "crypto_erase", pi_class="personal", asserted=CE[1:]),
        *refusals("paper", "shred", pi_class="personal", profile="nist_r2"),
        *refusals("hdd", "shred", pi_class="personal", profile="nist_r2"),
        *refusals("mobile", "overwrite", pi_class="personal", condition="unreadable"),
        *refusals("device_composite", "mask", pi_class="personal"),
        *refusals("device_composite", "degauss", pi_class="personal"),
        *refusals("hdd", "pulp", pi_class="personal"),
        *refusals("paper", "melt", pi_class="personal"),
    ]
    texts = [say(refusal.message, refusal.fields) for refusal in found]

    assert {"no_ending", "invalid", "not_applicable", "no_parts", "unreadable"} <= {one.code for one in found}
    assert {"not_counted", "too_coarse", "conditions", "too_low"} <= {one.code for one in found}
    assert all(text and "{" not in text for text in texts)
    assert texts[0].endswith(": encrypted_from_start.")


# -- the hard refusals, at work ---------------------------------------------------------------------------------------


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

    for stated in ((), ("all",)):
        with refused("R41-3"):
            story.erase(asset, method=method, asserted=stated)


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
    unasked = ("R40-7",) if pi_class in ("specific_pi", "unknown") else ()  # nor did the client approve of it
    with refused("R41-4", *unasked):
        story.erase(asset, method=method)

    story, asset = _held(medium)
    story.erase(asset, method=method)


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
