"""How do things stand now?

Events folded, in order, into a Contract's desk (everything a decision needs that is not about one asset) and into Assets.
"""

from assets.state.asset import CLASSES, NOWHERE, STATUSES, Asset
from assets.state.container import CARRYING, Container, fold_container
from assets.state.contract import (
    DESK_FOLDS,
    Approval,
    Contract,
    Incident,
    Session,
    Stocktake,
    covers,
    fold_desk,
    is_within,
)
from assets.state.corrections import Corrections, corrections, counting, text_of
from assets.state.folds import ASSET_FOLDS, fold_asset, fold_assets, fold_corrected, last_deed, touched

__all__ = [
    "ASSET_FOLDS",
    "CARRYING",
    "CLASSES",
    "DESK_FOLDS",
    "NOWHERE",
    "STATUSES",
    "Approval",
    "Asset",
    "Container",
    "Contract",
    "Corrections",
    "Incident",
    "Session",
    "Stocktake",
    "corrections",
    "counting",
    "covers",
    "fold_asset",
    "fold_assets",
    "fold_container",
    "fold_corrected",
    "fold_desk",
    "is_within",
    "last_deed",
    "text_of",
    "touched",
]
