"""What follows from a deed?

One function per verb, one module per chapter. Each takes the contract's desk and what the operator said, asks the rules,
and returns the facts to record or raises Refused with every reason at once. Nothing here touches a file, a clock or a screen.
"""

from assets.decide.containers import carry, make_container, pack, seal, unpack
from assets.decide.correcting import attach, correct, take_back
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
from assets.decide.ending import dispose, erase, give_back
from assets.decide.intake import copy, label, receive
from assets.decide.parts import extract, split

__all__ = [
    "accept",
    "add_person",
    "add_place",
    "add_subcontract",
    "approve",
    "attach",
    "carry",
    "close_contract",
    "copy",
    "correct",
    "dispose",
    "end_contract",
    "erase",
    "extract",
    "find_again",
    "give_back",
    "handover",
    "is_covered",
    "label",
    "lose",
    "make_container",
    "move",
    "open_contract",
    "pack",
    "person_leaves",
    "receive",
    "seal",
    "send",
    "set_protocol",
    "split",
    "take_back",
    "unpack",
]
