"""Is what was agreed read as it was meant, and is every lowering seen?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog
from hypothesis import given
from hypothesis import strategies as st

from assets import policy, sanitization
from assets.clauses import CLAUSES
from assets.errors import BadInput
from assets.language import speak
from assets.policy import SETTINGS, effective, lowers, parse, profiles
from assets.terms import TERMS
from tests.messages import read

each_setting = pytest.mark.parametrize("key", SETTINGS)

# Laxest first; of days and hours, fewer are stricter.
SCALES = {
    "profile": ("mic_jp", "nist_r2"),
    "level": ("CLEAR", "PURGE", "DESTROY"),
    "outcome": ("flag", "refuse"),
    "answer": ("no", "yes"),
    "days": ("9999", "31", "30", "2", "1"),
    "hours": ("9999", "25", "24", "2", "1"),
}
# The urgency each clause asks for, in the annex's own word.
WORDS = {
    "inquiry_days": (4, "promptly"),
    "request_forward_days": (10, "promptly"),
    "oral_notice_hours": (37, "immediately"),
    "written_report_days": (37, "without_delay"),
    "closeout_days": (40, "promptly"),
    "oral_approval": (41, "beforehand"),
}
NUMBERS = {
    "untouched_days": 365,
    "inquiry_days": 7,
    "signature_days": 7,
    "request_forward_days": 3,
    "in_transit_hours": 24,
    "supervision_days": 365,
    "stocktake_days": 90,
    "audit_answer_days": 14,
    "improvement_days": 30,
    "oral_notice_hours": 1,
    "written_report_days": 3,
    "search_days": 7,
    "measures_days": 14,
    "agreement_days": 30,
    "closeout_days": 30,
    "certificate_days": 30,
    "validation_days": 7,
    "approval_confirmation_days": 14,
}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    """The Japanese of every message."""
    return read()


@pytest.fixture
def in_japanese() -> Iterator[None]:
    """Japanese is spoken for one test."""
    speak("ja")
    yield
    speak("en")


# -- the settings -----------------------------------------------------------------------------------------------------


@each_setting
def test_a_setting_is_complete(key: str, catalogue: Catalog) -> None:
    """A setting has a clause of the annex, a kind, a default in every profile, and an explanation in both languages."""
    setting = SETTINGS[key]
    told = catalogue.get(setting.explanation)

    assert key == setting.key
    assert setting.clause in CLAUSES
    assert setting.kind in SCALES
    assert profiles() == tuple(setting.defaults) == ("mic_jp", "nist_r2")
    assert setting.explanation
    assert told
    assert told.string


@each_setting
def test_a_default_is_a_value_of_its_setting(key: str) -> None:
    """What holds when nothing was agreed could also have been agreed, and stands there as `parse` gives it."""
    assert [] == [value for value in SETTINGS[key].defaults.values() if parse(key, value) != value]


@each_setting
def test_a_later_profile_is_nowhere_laxer(key: str) -> None:
    """Changing to a stricter profile lowers nothing, so the order of the profiles alone decides what a change is."""
    lax, strict = (SETTINGS[key].defaults[profile] for profile in profiles())

    assert not lowers(key, lax, strict)


def test_every_explanation_has_its_setting() -> None:
    """No explanation is left of a setting that is gone."""
    assert set(SETTINGS) == set(policy._EXPLANATIONS)


def test_the_duty_is_the_annexs_word() -> None:
    """The annex says 直ちに, 速やかに, 遅滞なく and あらかじめ where it says so, and nowhere else."""
    assert WORDS == {key: (setting.clause, setting.word) for key, setting in SETTINGS.items() if setting.word}


def test_every_word_of_a_setting_is_a_word_for_people() -> None:
    """Values that are codes, the annex's words, units and sources can be shown in both languages."""
    shown = {value for kind in ("profile", "outcome", "answer", "level") for value in SCALES[kind]}
    shown |= {setting.word for setting in SETTINGS.values()} - {""} | {"days", "hours", "default", "set"}

    assert [] == sorted(shown - set(TERMS))


def test_levels_are_those_of_sanitization() -> None:
    """A policy asks for the levels that methods reach, in the same order, and by default for those of the guideline."""
    plain = effective({})

    assert SCALES["level"] == sanitization.LEVELS
    assert sanitization.table()["required"] == {
        pi_class: plain.level(f"required_{pi_class}")
        for pi_class in ("specific_pi", "unknown", "personal", "non_personal")
    }


# -- as it stands -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", SCALES["profile"])
def test_defaults_hold_until_something_is_agreed(profile: str) -> None:
    """Whatever the profile: the guideline's levels, refusals, checks and our own thresholds."""
    plain = effective({"profile": profile})

    assert NUMBERS == {
        key: plain.days(key) if setting.kind == "days" else plain.hours(key)
        for key, setting in SETTINGS.items()
        if setting.kind in ("days", "hours")
    }
    assert {"protocol_missing": True, "training_missing": True, "custodian_counts": False, "oral_approval": False} == {
        key: plain.refuses(key) for key, setting in SETTINGS.items() if setting.kind == "outcome"
    }
    assert {"erasure_needs_approval", "evidence_files_needed"} == {
        key for key, setting in SETTINGS.items() if setting.kind == "answer" and not plain.wants(key)
    }


def test_nothing_agreed_is_the_guideline() -> None:
    """Without a word of a profile it is the Japanese guideline, and every value is a default."""
    plain = effective({})

    assert "mic_jp" == plain["profile"]
    assert {"default"} == {plain.source(key) for key in SETTINGS}
    assert dict(SETTINGS["profile"].defaults) == {p: effective({"profile": p})["profile"] for p in profiles()}


def test_what_was_agreed_holds() -> None:
    """Of the settings agreed the value agreed stands, of all others the default; each says which."""
    agreed = effective(
        {
            "stocktake_days": "30",
            "in_transit_hours": "6",
            "required_personal": "DESTROY",
            "training_missing": "flag",
            "oral_approval": "refuse",
            "witness_needed": "no",
            "erasure_needs_approval": "yes",
        }
    )

    assert (30, 6, "DESTROY") == (
        agreed.days("stocktake_days"),
        agreed.hours("in_transit_hours"),
        agreed.level("required_personal"),
    )
    assert (False, True) == (agreed.refuses("training_missing"), agreed.refuses("oral_approval"))
    assert (False, True) == (agreed.wants("witness_needed"), agreed.wants("erasure_needs_approval"))
    assert ("set", "default") == (agreed.source("stocktake_days"), agreed.source("closeout_days"))
    assert 30 == agreed.days("closeout_days")


def test_the_same_agreement_is_worked_out_once() -> None:
    """A scan asks again and again: the answer is at hand, whatever the order in which things were agreed."""
    one = effective({"search_days": "3", "closeout_days": "10"})

    assert one is effective({"closeout_days": "10", "search_days": "3"})
    assert one is not effective({"search_days": "3"})


def test_an_answer_cannot_be_changed() -> None:
    """What many readers share, none of them can write."""
    plain = effective({})
    with pytest.raises(TypeError):
        plain._values["witness_needed"] = "no"  # type: ignore[index]
    with pytest.raises(AttributeError):
        plain._values = {}  # type: ignore[misc]

    assert plain.wants("witness_needed")


@pytest.mark.parametrize(
    ("specific", "unknown", "stands", "source"),
    [
        ("", "PURGE", "DESTROY", "default"),
        ("DESTROY", "CLEAR", "DESTROY", "set"),
        ("PURGE", "CLEAR", "PURGE", "set"),
        ("PURGE", "", "DESTROY", "default"),
        ("CLEAR", "PURGE", "PURGE", "set"),
        ("CLEAR", "CLEAR", "CLEAR", "set"),
    ],
)
def test_what_is_being_inquired_is_never_below_specific_pi(
    specific: str, unknown: str, stands: str, source: str
) -> None:
    """It may turn out to be specific personal information (clause 4): until then it needs at least as much."""
    asked = {"required_specific_pi": specific, "required_unknown": unknown}
    agreed = effective({key: value for key, value in asked.items() if value})

    assert (stands, source) == (agreed.level("required_unknown"), agreed.source("required_unknown"))


def test_approval_for_all_erasures_covers_specific_pi() -> None:
    """Where every erasure needs approval, that of specific personal information does too."""
    agreed = effective({"erasure_needs_approval": "yes", "erasure_needs_approval_specific_pi": "no"})
    alone = effective({"erasure_needs_approval_specific_pi": "no"})

    assert agreed.wants("erasure_needs_approval_specific_pi")
    assert not alone.wants("erasure_needs_approval_specific_pi")


@each_setting
def test_a_setting_answers_only_as_what_it_is(key: str) -> None:
    """A threshold asked whether it refuses does not say no: the question is wrong, and is told so."""
    plain = effective({})
    asked = {
        "level": plain.level,
        "outcome": plain.refuses,
        "answer": plain.wants,
        "days": plain.days,
        "hours": plain.hours,
    }
    for kind, ask in asked.items():
        if kind != SETTINGS[key].kind:
            with pytest.raises(KeyError, match=key):
                ask(key)

    assert plain[key] == SETTINGS[key].defaults["mic_jp"]


def test_an_agreement_nobody_can_read_is_told() -> None:
    """A value or a setting that is none never becomes a default in silence."""
    with pytest.raises(BadInput, match="witness_needed"):
        effective({"witness_needed": "perhaps"})
    with pytest.raises(BadInput, match="witnesses"):
        effective({"witnesses": "yes"})


# -- what people write ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("witness_needed", "はい", "yes"),
        ("witness_needed", "いいえ", "no"),
        ("witness_needed", "ＹＥＳ", "yes"),
        ("training_missing", "拒否", "refuse"),
        ("training_missing", "注意", "flag"),
        ("training_missing", " Refuse ", "refuse"),
        ("required_personal", "purge", "PURGE"),
        ("required_personal", "ＤＥＳＴＲＯＹ", "DESTROY"),
        ("required_personal", "物理破壊", "DESTROY"),
        ("required_personal", "消去", "CLEAR"),
        ("required_personal", "除去", "PURGE"),
        ("profile", "NIST_R2", "nist_r2"),
        ("profile", "総務省ガイドライン", "mic_jp"),
        ("stocktake_days", "30", "30"),
        ("stocktake_days", "３０", "30"),
        ("stocktake_days", "　３０日　", "30"),
        ("stocktake_days", "30 days", "30"),
        ("stocktake_days", "1 Day", "1"),
        ("stocktake_days", "007", "7"),
        ("stocktake_days", "9999", "9999"),
        ("in_transit_hours", "２４時間", "24"),
        ("in_transit_hours", "24 hours", "24"),
    ],
)
def test_a_value_is_understood_however_it_is_written(key: str, text: str, value: str) -> None:
    """Codes, Japanese words, width, case, spaces, zeros in front and the setting's own unit."""
    assert value == parse(key, text)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("witness_needed", ""),
        ("witness_needed", "refuse"),
        ("training_missing", "allow"),
        ("training_missing", "yes"),
        ("required_personal", "DESTR"),
        ("required_personal", "D-"),
        ("profile", "nist_r1"),
        ("stocktake_days", ""),
        ("stocktake_days", "0"),
        ("stocktake_days", "０００"),
        ("stocktake_days", "-3"),
        ("stocktake_days", "1.5"),
        ("stocktake_days", "30."),
        ("stocktake_days", "30_"),
        ("stocktake_days", "3 0"),
        ("stocktake_days", "10000"),
        ("stocktake_days", "9" * 5000),
        ("stocktake_days", "30 hours"),
        ("stocktake_days", "３０時間"),
        ("stocktake_days", "3 weeks"),
        ("stocktake_days", "三十"),
        ("stocktake_days", "no"),
        ("in_transit_hours", "2日"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_is_no_value_is_refused_with_what_would_be(key: str, text: str, language: str) -> None:
    """The sentence names the setting and the values it takes, in the language spoken, with the words people may type."""
    takes = {
        "profile": ("mic_jp", "nist_r2", "総務省"),
        "level": ("CLEAR", "PURGE", "DESTROY", "破壊"),
        "outcome": ("flag", "refuse", "拒否"),
        "answer": ("yes", "no", "はい"),
        "days": ("1", "9999", "日数" if language == "ja" else "days"),
        "hours": ("1", "9999", "時間数" if language == "ja" else "hours"),
    }[SETTINGS[key].kind]
    speak(language)
    try:
        with pytest.raises(BadInput) as refused:
            parse(key, text)
        told = refused.value.sentence()
    finally:
        speak("en")

    assert [] == [word for word in (key, *takes) if word not in told]
    assert ("使えません" in told) == (language == "ja")


def test_a_setting_that_is_none_is_refused_with_those_there_are(in_japanese: None) -> None:
    """A misspelt setting is not set: the sentence lists those that exist."""
    with pytest.raises(BadInput) as refused:
        parse("stocktake_day", "30")
    told = refused.value.sentence()

    assert "「stocktake_day」はありません" in told
    assert [] == [key for key in SETTINGS if key not in told]


def test_a_my_number_is_not_repeated() -> None:
    """What was typed in the wrong place may be a My Number (clause 12): no message shows it."""
    for key in ("witness_needed", "stocktake_days"):
        with pytest.raises(BadInput) as refused:
            parse(key, "1234-5678-9018")

        assert "9018" not in str(refused.value)
    with pytest.raises(BadInput) as unknown:
        parse("123456789018", "yes")

    assert "9018" not in str(unknown.value)


# -- what is a lowering -----------------------------------------------------------------------------------------------


@each_setting
def test_only_what_is_laxer_lowers(key: str) -> None:
    """Between any two values of a setting: the one that stands before the other on the scale is laxer."""
    scale = SCALES[SETTINGS[key].kind]
    found = {(old, new) for old in scale for new in scale if lowers(key, old, new)}

    assert {(old, new) for at, old in enumerate(scale) for new in scale[:at]} == found


@pytest.mark.parametrize(
    ("key", "old", "new", "laxer"),
    [
        ("profile", "nist_r2", "mic_jp", True),
        ("profile", "mic_jp", "nist_r2", False),
        ("required_personal", "PURGE", "CLEAR", True),
        ("required_personal", "PURGE", "DESTROY", False),
        ("protocol_missing", "refuse", "flag", True),
        ("oral_approval", "flag", "refuse", False),
        ("witness_needed", "yes", "no", True),
        ("erasure_needs_approval", "no", "yes", False),
        ("certificate_days", "30", "45", True),
        ("certificate_days", "30", "9", False),
        ("oral_notice_hours", "1", "2", True),
        ("oral_notice_hours", "2", "1", False),
        ("certificate_days", "30", "３０日", False),
        ("witness_needed", "はい", "いいえ", True),
    ],
)
def test_a_lowering_is_seen(key: str, old: str, new: str, laxer: bool) -> None:
    """Less destruction, a flag for a refusal, no for yes, more days: each needs the agreed document (clause 14)."""
    assert laxer == lowers(key, old, new)


def _values(key: str) -> st.SearchStrategy[str]:
    kind = SETTINGS[key].kind
    return st.integers(1, 9999).map(str) if kind in ("days", "hours") else st.sampled_from(SCALES[kind])


def _pairs() -> st.SearchStrategy[tuple[str, str, str]]:
    return st.sampled_from(sorted(SETTINGS)).flatmap(lambda key: st.tuples(st.just(key), _values(key), _values(key)))


@given(_pairs())
def test_of_two_values_exactly_one_lowers(drawn: tuple[str, str, str]) -> None:
    """There and back again is one lowering, unless nothing changes: then it is none."""
    key, old, new = drawn

    assert (old != new) == (lowers(key, old, new) + lowers(key, new, old) == 1)
    assert not lowers(key, old, old)


@given(st.dictionaries(st.sampled_from(sorted(SETTINGS)), st.integers(0, 9998)))
def test_whatever_is_agreed_stands_or_is_lifted(drawn: dict[str, int]) -> None:
    """Every agreement of valid values can be read back; what differs from it is stricter than it, never laxer."""
    agreed = {
        key: str(1 + index)
        if SETTINGS[key].kind in ("days", "hours")
        else SCALES[SETTINGS[key].kind][index % len(SCALES[SETTINGS[key].kind])]
        for key, index in drawn.items()
    }
    found = effective(agreed)

    assert [] == [key for key, value in agreed.items() if lowers(key, value, found[key])]
    assert {"required_unknown", "erasure_needs_approval_specific_pi"} >= {
        key for key, value in agreed.items() if found[key] != value
    }
    assert not lowers("required_unknown", found["required_specific_pi"], found["required_unknown"])


@given(st.text(max_size=20))
def test_any_text_is_a_value_or_a_sentence(text: str) -> None:
    """Whatever is typed is understood as one of the values, or told why not; never anything else."""
    for key in ("profile", "required_personal", "training_missing", "witness_needed", "search_days"):
        try:
            value = parse(key, text)
        except BadInput as refused:
            assert key in refused.sentence()
        else:
            assert value == parse(key, value)
