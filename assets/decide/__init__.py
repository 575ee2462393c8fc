"""What follows from a deed?

One function per verb, one module per chapter. Each takes the contract's desk and what the operator said, asks the rules,
and returns the facts to record or raises Refused with every reason at once. Nothing here touches a file, a clock or a screen.
"""

from assets.decide.audits import (
    agree_improvement,
    answer_audit,
    file_document,
    finish_improvement,
    forward_subject,
    notice_audit,
    request_improvement,
    request_subject,
    set_safety,
)
from assets.decide.containers import carry, make_container, pack, seal, unpack
from assets.decide.copying import copy, produce
from assets.decide.correcting import attach, correct, take_back
from assets.decide.custody import accept, find_again, handover, lose, move, send
from assets.decide.desk import (
    add_person,
    add_place,
    add_subcontract,
    approve,
    close_contract,
    confirm_approval,
    end_contract,
    give_consent,
    is_covered,
    open_contract,
    person_leaves,
    set_protocol,
)
from assets.decide.ending import dispose, erase, give_back
from assets.decide.intake import inquire, label, receive, reclassify
from assets.decide.parts import extract, split

__all__ = [
    "accept",
    "add_person",
    "add_place",
    "add_subcontract",
    "agree_improvement",
    "answer_audit",
    "approve",
    "attach",
    "carry",
    "close_contract",
    "confirm_approval",
    "copy",
    "correct",
    "dispose",
    "end_contract",
    "erase",
    "extract",
    "file_document",
    "find_again",
    "finish_improvement",
    "forward_subject",
    "give_back",
    "give_consent",
    "handover",
    "inquire",
    "is_covered",
    "label",
    "lose",
    "make_container",
    "move",
    "notice_audit",
    "open_contract",
    "pack",
    "person_leaves",
    "produce",
    "receive",
    "reclassify",
    "request_improvement",
    "request_subject",
    "seal",
    "send",
    "set_protocol",
    "set_safety",
    "split",
    "take_back",
    "unpack",
]
