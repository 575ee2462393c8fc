"""What does a scanned label stand for: an asset, or everything in a container?"""

from __future__ import annotations

from assets.ids import Scan
from assets.ledger import Ledger
from assets.state import Asset
from cli.scans import known


def everything(ledger: Ledger, contract: str, scan: Scan, *, deed: str) -> list[Asset]:
    """The asset of a scan, or what lies in the container of a scan."""
    if ledger.container(contract, scan.number):
        return ledger.contents(contract, scan.number)
    return [known(ledger, contract, scan, deed=deed)]
