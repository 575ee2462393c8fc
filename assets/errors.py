"""What may a command end with, other than success?

Each class is one exit code of the command line. A message is a template: it is translated and filled in where it is shown.
"""

from __future__ import annotations

from assets.language import N_, say


class AssetsError(Exception):
    """Something the user is told in one sentence, with what to do next.

    `message` and `hint` are translatable templates, `fields` fills both.
    """

    exit_code = 1
    meaning = N_("failed")

    def __init__(self, message: str, *, hint: str = "", **fields: object) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.fields = fields

    def sentence(self) -> str:
        """The message in the language spoken now."""
        return say(self.message, self.fields)

    def advice(self) -> str:
        """What to do next, in the language spoken now; empty when there is nothing to add."""
        return say(self.hint, self.fields) if self.hint else ""

    def __str__(self) -> str:
        return self.sentence()


class Tampered(AssetsError):
    """The history does not verify."""

    exit_code = 1
    meaning = N_("the history was tampered with (verify)")


class Unanswered(AssetsError):
    """Something is missing that only a person at a terminal can be asked for."""

    exit_code = 2
    meaning = N_("the command was not understood, or the history could not be checked (verify)")


class NotFound(AssetsError):
    """A number, contract, person, place or document that the ledger does not know."""

    exit_code = 4
    meaning = N_("the ledger does not know this contract or person, or nothing was found")


class BadInput(AssetsError):
    """A file or a value that cannot be used as it is."""

    exit_code = 5
    meaning = N_("a file or a value cannot be used as it is")


class LedgerUnusable(AssetsError):
    """The ledger is missing, not ours, newer than the program, or may not be written."""

    exit_code = 6
    meaning = N_("the ledger is missing, not ours, newer than this program, or may not be written")


class LedgerBusy(AssetsError):
    """Somebody else held the ledger for longer than the timeout."""

    exit_code = 7
    meaning = N_("somebody else held the ledger for too long; nothing was recorded, try again")


class DiskFull(AssetsError):
    """The disk could not take the event."""

    exit_code = 8
    meaning = N_("the disk is full or failing; nothing was recorded")


class PrinterUnreachable(AssetsError):
    """A printer is off, not ready, or did not take a label."""

    exit_code = 9
    meaning = N_("the printer cannot be reached or did not take the labels; those it did not take are not recorded")
