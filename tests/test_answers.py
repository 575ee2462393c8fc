"""What is offered again at the prompt?"""

from __future__ import annotations

from pathlib import Path

from cli import answers


def test_a_place_is_offered_again_and_a_person_never(folder: Path) -> None:
    """The last place and the last way of travelling are; who receives it is said every time."""
    folder.mkdir()
    for option, answer in (("--place", "H-1"), ("--method", "手渡し"), ("--to", "P-02"), ("--place", "V-1")):
        answers.remember(folder, option, answer)

    assert ["V-1", "手渡し", ""] == [answers.last(folder, option) for option in ("--place", "--method", "--to")]
    assert 0o600 == (folder / "answers.json").stat().st_mode & 0o777


def test_what_cannot_be_read_offers_nothing(folder: Path) -> None:
    """No ledger, a torn file, a list in its place: nothing is offered, nothing fails."""
    assert "" == answers.last(folder, "--place")
    answers.remember(folder, "--place", "V-1")
    assert not folder.exists()

    folder.mkdir()
    for torn in ('{"--place": "V', "[1]", ""):
        (folder / "answers.json").write_text(torn, encoding="utf-8")
        assert "" == answers.last(folder, "--place")


def test_a_my_number_is_not_kept(folder: Path) -> None:
    """Whatever is typed at a prompt: such a number lies on no disk."""
    folder.mkdir()
    answers.remember(folder, "--place", "123456789018")

    assert not (folder / "answers.json").exists()
