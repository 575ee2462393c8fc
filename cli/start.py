"""How does a ledger begin?"""

from __future__ import annotations

from assets.language import _
from assets.ledger import Ledger
from cli import say
from cli.session import Json, folder


def init(json: Json = False) -> None:
    """Make an empty ledger in the folder named, or in the default one."""
    place = folder()
    with Ledger.create(place):
        if json:
            say.as_json({"ledger": str(place.absolute())})
            return
        say.good(_("Ledger made: {folder}").format(folder=say.plain(place.absolute())))
        say.line(_("Next: assets contract open --from contract.toml"))
