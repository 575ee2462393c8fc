"""How do things stand now?

Events folded, in order, into a Contract's desk (everything a decision needs that is not about one asset) and into Assets.
"""

from assets.state.asset import ASSET_FOLDS, CLASSES, STATUSES, Asset, fold_asset, fold_assets
from assets.state.contract import (
    DESK_FOLDS,
    Approval,
    Contract,
    Incident,
    Session,
    Stocktake,
    covers,
    fold_desk,
)

__all__ = [
    "ASSET_FOLDS",
    "CLASSES",
    "DESK_FOLDS",
    "STATUSES",
    "Approval",
    "Asset",
    "Contract",
    "Incident",
    "Session",
    "Stocktake",
    "covers",
    "fold_asset",
    "fold_assets",
    "fold_desk",
]
