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
from assets.decide.copying import copy, produce
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
from assets.decide.disposal import close_session, progress, request_disposal, start_session
from assets.decide.ending import agreed, certify, dispose, erase, give_back, validate
from assets.decide.intake import inquire, label, receive, reclassify

__all__ = [
    "accept",
    "add_person",
    "add_place",
    "add_subcontract",
    "agree_improvement",
    "agreed",
    "answer_audit",
    "approve",
    "certify",
    "close_contract",
    "close_session",
    "confirm_approval",
    "copy",
    "dispose",
    "end_contract",
    "erase",
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
    "move",
    "notice_audit",
    "open_contract",
    "person_leaves",
    "produce",
    "progress",
    "receive",
    "reclassify",
    "request_disposal",
    "request_improvement",
    "request_subject",
    "send",
    "set_protocol",
    "set_safety",
    "start_session",
    "validate",
]
