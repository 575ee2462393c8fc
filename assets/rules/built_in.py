"""What is forbidden by the way it is built?

Some rules of the catalogue guard no deed: there is no verb that could break them. Each names the tests that prove it.
"""

from __future__ import annotations

from typing import NamedTuple

from assets.language import N_


class BuiltIn(NamedTuple):
    """A rule that holds by construction: its id, the clause it serves, why, and its proofs as `module.test` under tests/."""

    id: str
    clause: int
    explanation: str
    proofs: tuple[str, ...]


BUILT_IN = {
    one.id: one
    for one in (
        BuiltIn(
            "R00-3",
            44,
            N_("No line of the history is changed or deleted: the journal's own triggers refuse it, whoever asks."),
            ("test_journal.test_what_is_written_stays", "test_journal.test_sqlite_utils_changes_no_line"),
        ),
        BuiltIn(
            "R00-7",
            44,
            N_("A list is recorded whole or not at all, with every problem told line by line."),
            (
                "test_journal.test_what_fails_halfway_leaves_nothing",
                "test_importer.test_all_problems_are_told_at_once",
            ),
        ),
        BuiltIn(
            "R12-1",
            12,
            N_("The ledger never holds an individual number, on no line and in no field; R00-4 refuses every deed."),
            ("test_rules_always.test_a_my_number_hides_in_no_field_of_any_deed",),
        ),
        BuiltIn(
            "R26-1",
            26,
            N_("A register holds one contract alone, so no report, list or page can show another client's rows."),
            (
                "test_register.test_another_contracts_row_is_refused",
                "test_audit_view.test_nothing_of_another_contract_is_on_any_page",
            ),
        ),
    )
}
