"""May the policy be changed?"""

from __future__ import annotations

import pytest

from assets import decide
from assets import events as e
from tests.stories import Story, begin, refused


def _set(story: Story, key: str, value: str, *, document: str = "") -> list[e.Fact]:
    return story.do(decide.set_policy, key=key, value=value, document=document)


@pytest.mark.rule("R14-1")
@pytest.mark.parametrize(
    ("key", "lower", "higher"),
    [
        ("stocktake_days", "180", "30"),
        ("training_missing", "flag", "refuse"),
        ("required_personal", "CLEAR", "DESTROY"),
        ("validation_needed", "no", "yes"),
    ],
)
def test_lowering_takes_the_agreement(key: str, lower: str, higher: str) -> None:
    """A setting is raised with a word; lowered only with the number of the document, which stands on the line."""
    story = begin()
    with refused("R14-1"):
        _set(story, key, lower)
    _set(story, key, lower, document="協議-7")
    _set(story, key, higher)

    assert [(lower, "協議-7"), (higher, "")] == [
        (event.fact.value, event.fact.document) for event in story.lines if event.kind == "policy.set"
    ]
    assert higher == story.desk.policy[key]


@pytest.mark.rule("R14-1")
def test_the_lax_profile_is_a_lowering() -> None:
    """From the stricter standard back to the usual one takes the agreement, too."""
    story = begin()
    _set(story, "profile", "nist_r2")

    with refused("R14-1"):
        _set(story, "profile", "mic_jp")


def test_what_is_set_already_is_not_recorded_again() -> None:
    """The same value twice is one line; a default that is agreed on expressly is a line of its own."""
    story = begin()

    assert ["90"] == [fact.value for fact in _set(story, "stocktake_days", "９０日")]  # type: ignore[attr-defined]
    assert [] == _set(story, "stocktake_days", "90")


@pytest.mark.rule("R14-2")
def test_an_agreement_that_is_not_on_the_register_is_flagged() -> None:
    """A number nobody filed is recorded with a flag; a document on the register, or none, without."""
    story = begin()
    filed = e.DocumentFiled(number="協議-8", type="agreement", title="方針の協議")
    story.do(decide.put_on_record, told=filed)

    flags = [
        _set(story, "stocktake_days", days, document=document)[0].flags
        for days, document in (("180", "存在しない"), ("200", "協議-8"), ("30", ""))
    ]
    assert [("R14-2",), (), ()] == flags
