"""What follows from a deed?

One function per verb, one module per chapter. Each takes the contract's desk and what the operator said, asks the rules,
and returns the facts to record or raises Refused with every reason at once. Nothing here touches a file, a clock or a screen.
"""

from assets.decide.audits import put_on_record
from assets.decide.containers import carry, make_container, pack, seal, unpack
from assets.decide.copying import copy, produce
from assets.decide.correcting import attach, correct, take_back, take_back_carried
from assets.decide.custody import accept, find_again, handover, lose, move, send
from assets.decide.desk import (
    add_person,
    add_place,
    approve,
    close_contract,
    confirm_approval,
    end_contract,
    give_consent,
    is_covered,
    name_responsible,
    open_contract,
    person_leaves,
    set_protocol,
)
from assets.decide.disposal import close_session, progress, request_disposal, start_session
from assets.decide.ending import agreed, certify, dispose, erase, give_back, validate
from assets.decide.incidents import (
    agree_on_incident,
    assess_incident,
    close_incident,
    incident_meant,
    measure_incident,
    notice_incident,
    open_incident,
)
from assets.decide.intake import inquire, label, receive, reclassify
from assets.decide.parts import extract, split
from assets.decide.policy import set_policy
from assets.decide.stocktake import close_stocktake, count, count_stranger, start_stocktake
from assets.decide.subcontracting import add_subcontract, end_subcontract, supervise

__all__ = [
    "accept",
    "add_person",
    "add_place",
    "add_subcontract",
    "agree_on_incident",
    "agreed",
    "approve",
    "assess_incident",
    "attach",
    "carry",
    "certify",
    "close_contract",
    "close_incident",
    "close_session",
    "close_stocktake",
    "confirm_approval",
    "copy",
    "correct",
    "count",
    "count_stranger",
    "dispose",
    "end_contract",
    "end_subcontract",
    "erase",
    "extract",
    "find_again",
    "give_back",
    "give_consent",
    "handover",
    "incident_meant",
    "inquire",
    "is_covered",
    "label",
    "lose",
    "make_container",
    "measure_incident",
    "move",
    "name_responsible",
    "notice_incident",
    "open_contract",
    "open_incident",
    "pack",
    "person_leaves",
    "produce",
    "progress",
    "put_on_record",
    "receive",
    "reclassify",
    "request_disposal",
    "seal",
    "send",
    "set_policy",
    "set_protocol",
    "split",
    "start_session",
    "start_stocktake",
    "supervise",
    "take_back",
    "take_back_carried",
    "unpack",
    "validate",
]
