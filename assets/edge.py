"""What does the program take from the machine it runs on?

The clock, who is logged in, and where the ledger lies: read here alone.
"""

from __future__ import annotations

import getpass
import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from assets.lines import Actor
from assets.when import Moment, instant


def moment_of(occurred: str = "") -> Moment:
    """The clock, read at the edge: now, with when the deed is claimed to have happened."""
    return Moment(instant(datetime.now(UTC)), occurred)


def actor(op: str, auth: str) -> Actor:
    """Who is at the keyboard; auth: how they said so (typed, env, badge, none)."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = str(os.getuid()) if hasattr(os, "getuid") else ""
    return Actor(auth=auth, host=platform.node(), op=op, os=user)


def default_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """ASSETS_LEDGER, else `assets-ledger/` here, else the user's data folder."""
    if named := environment.get("ASSETS_LEDGER"):
        return Path(named)
    here = Path("assets-ledger")
    if here.exists():
        return here
    from platformdirs import user_data_path

    return user_data_path("assets-ledger", appauthor=False)
