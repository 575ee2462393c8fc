"""What follows from a deed?

One function per verb, one module per chapter. Each takes the contract's desk and what the operator said, asks the rules,
and returns the facts to record or raises Refused with every reason at once. Nothing here touches a file, a clock or a screen.
"""

from assets.decide.custody import accept, find_again, handover, lose, move, send
from assets.decide.desk import (
    add_person,
    add_place,
    add_subcontract,
    approve,
    close_contract,
    end_contract,
    is_covered,
    open_contract,
    person_leaves,
    set_protocol,
)
from assets.decide.disposal import close_session, progress, request_disposal, start_session
from assets.decide.ending import agreed, certify, dispose, erase, give_back, validate
from assets.decide.intake import copy, label, receive

__all__ = [
    "accept",
    "add_person",
    "add_place",
    "add_subcontract",
    "agreed",
    "approve",
    "certify",
    "close_contract",
    "close_session",
    "copy",
    "dispose",
    "end_contract",
    "erase",
    "find_again",
    "give_back",
    "handover",
    "is_covered",
    "label",
    "lose",
    "move",
    "open_contract",
    "person_leaves",
    "progress",
    "receive",
    "request_disposal",
    "send",
    "set_protocol",
    "start_session",
    "validate",
]
