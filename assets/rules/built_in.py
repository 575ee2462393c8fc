"""What is forbidden by the way it is built?

Some rules of the catalogue guard no deed: there is no verb that could break them. Each names what in the code keeps it, and the tests that
prove it; `tests/test_broken.py` breaks the one and sees the other fall.
"""

from __future__ import annotations

from typing import NamedTuple

from assets.language import N_


class Proof(NamedTuple):
    """One way in which a rule holds: `kept_by`, the dotted name of what keeps it, and `test`, its proof as `module.test` under tests/."""

    kept_by: str
    test: str


class BuiltIn(NamedTuple):
    """A rule that holds by construction: its id, the clause it serves, why, and what keeps it with the proofs."""

    id: str
    clause: int
    explanation: str
    proofs: tuple[Proof, ...]


BUILT_IN = {
    one.id: one
    for one in (
        BuiltIn(
            "R00-3",
            44,
            N_("No line of the history is changed or deleted: the journal's own triggers refuse it, whoever asks."),
            (
                Proof("assets.journal_schema.SCHEMA", "test_journal.test_what_is_written_stays"),
                Proof("assets.journal_schema.SCHEMA", "test_journal.test_sqlite_utils_changes_no_line"),
            ),
        ),
        BuiltIn(
            "R00-7",
            44,
            N_("A list is recorded whole or not at all, with every problem told line by line."),
            (
                Proof("assets.journal.Journal.writing", "test_journal.test_what_fails_halfway_leaves_nothing"),
                Proof("assets.reading.Reading._add", "test_importer.test_all_problems_are_told_at_once"),
                Proof("cli.intake.refuse_problems", "test_delivery.test_one_bad_cell_stops_the_whole_list"),
                Proof("assets.delivery.read", "test_delivery.test_one_bad_line_stops_the_whole_list"),
            ),
        ),
        BuiltIn(
            "R12-1",
            12,
            N_("The ledger never holds an individual number, on no line and in no field; R00-4 refuses every deed."),
            (
                Proof(
                    "assets.mynumber.looks_like_my_number",
                    "test_rules_always.test_a_my_number_hides_in_no_field_of_any_deed",
                ),
            ),
        ),
        BuiltIn(
            "R26-1",
            26,
            N_("A register holds one contract alone, so no report, list or page can show another client's rows."),
            (
                Proof("assets.register_schema.pinned", "test_register.test_another_contracts_row_is_refused"),
                Proof(
                    "datasette_plugins.registers.Register",
                    "test_audit_view.test_nothing_of_another_contract_is_on_any_page",
                ),
            ),
        ),
    )
}
