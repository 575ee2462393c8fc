"""Who is at the counter, and for which contract?"""

from __future__ import annotations

from dataclasses import dataclass, replace

from assets import ids
from assets.ledger import Ledger
from assets.lines import Actor
from assets.state import Contract
from assets.when import Moment
from cli import say
from cli.session import moment


@dataclass
class Station:
    """One counter of a ledger. contract: "" while several are possible; actor: None while nobody said who is there."""

    ledger: Ledger
    contract: str = ""
    actor: Actor | None = None

    @property
    def operator(self) -> str:
        """The number of who is there; "" while nobody said."""
        return self.actor.op if self.actor else ""

    def desk(self) -> Contract | None:
        """The contract's desk as it stands."""
        return self.ledger.desk(self.contract) if self.contract else None

    def desks(self) -> list[Contract]:
        """The contract's desk; those of all contracts while several are possible."""
        homes = [self.contract] if self.contract else self.ledger.journal.contracts().values()
        return [self.ledger.desk(home) for home in homes]

    def named(self, number: str) -> str:
        """A person or a place with the name it has on the desk."""
        for desk in self.desks():
            if found := desk.people.get(number) or desk.places.get(number):
                return say.plain(f"{number} {found.name}".rstrip())
        return say.plain(number)

    def settle(self, text: str) -> None:
        """Work for the contract of this number or prefix, or of this asset. Raises NotFound."""
        prefixes = self.ledger.journal.contracts()
        prefix = ids.prefix_of(text) if ids.is_valid(text, prefixes=prefixes) else ids.compact(text)
        self.contract = prefixes.get(prefix) or self.ledger.contract(text)

    def only_one(self) -> None:
        """Work for the only contract there is; nothing when there are several."""
        known = list(self.ledger.journal.contracts().values())
        if not self.contract and len(known) == 1:
            self.contract = known[0]

    def moment(self, occurred: str) -> Moment:
        """Now, with when it is said to have happened, by who is there."""
        return replace(moment(occurred), after=self.ledger.last_at(self.contract), operator=self.operator)
