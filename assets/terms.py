"""What is a code called?

Codes stand in the ledger and never change; people read these words, in their language.
"""

from __future__ import annotations

from assets.language import N_, Word

TERMS = {
    # whereabouts and endings
    "in_custody": N_("in custody"),
    "in_transit": N_("in transit"),
    "at_subcontractor": N_("at a subcontractor"),
    "missing": N_("missing"),
    "erased_awaiting_return": N_("erased, awaiting return"),
    "returned": N_("returned"),
    "erased": N_("erased"),
    "disposed": N_("disposed of"),
    "lost": N_("lost"),
    "open": N_("open"),
    # origins
    "received": N_("received"),
    "copied": N_("copied"),
    # information classes
    "specific_pi": N_("specific personal information"),
    "personal": N_("personal information"),
    "non_personal": N_("business information"),
    "unknown": N_("class being inquired"),
    # sides and owners
    "client": N_("client"),
    "contractor": N_("contractor"),
    "subcontractor": N_("subcontractor"),
    "lessor": N_("lessor"),
    # zones
    "controlled": N_("controlled area"),
    "handling": N_("handling area"),
    "client_site": N_("client's site"),
    "subcontractor_site": N_("subcontractor's area"),
    "disposal_site": N_("disposal site"),
    "transit": N_("under way"),
    "none": N_("outside the areas"),
    # media
    "paper": N_("paper"),
    "film": N_("film"),
    "mag_tape": N_("magnetic tape"),
    "floppy": N_("floppy disk"),
    "mag_card": N_("magnetic card"),
    "mo_disk": N_("MO disk"),
    "optical_worm": N_("optical disc (write once)"),
    "optical_rw": N_("optical disc (rewritable)"),
    "hdd": N_("HDD"),
    "sshd": N_("hybrid HDD"),
    "ssd_sata": N_("SSD (SATA)"),
    "ssd_nvme": N_("SSD (NVMe)"),
    "usb_flash": N_("USB flash drive"),
    "memory_card": N_("memory card"),
    "mobile": N_("phone or tablet"),
    "ic_card": N_("IC card"),
    "device_composite": N_("device with several media"),
    "cloud_volume": N_("cloud volume"),
    "logical_copy": N_("data on a host"),
    "other_spec": N_("named by the specification"),
    # information kinds
    "data": N_("data"),
    "form": N_("form"),
    "document": N_("document"),
    "program": N_("program"),
    "other": N_("other"),
    # methods
    "logical_delete": N_("deletion or formatting"),
    "overwrite": N_("overwriting"),
    "fw_secure_erase": N_("firmware secure erase"),
    "sanitize_cmd": N_("sanitize command"),
    "crypto_erase": N_("cryptographic erase"),
    "factory_reset": N_("factory reset"),
    "degauss": N_("degaussing"),
    "punch_crush": N_("punching or crushing"),
    "shred": N_("shredding"),
    "disintegrate": N_("disintegration"),
    "pulverize": N_("pulverising"),
    "incinerate": N_("incineration"),
    "melt": N_("melting"),
    "pulp": N_("pulping"),
    "mask": N_("masking"),
    # levels
    "CLEAR": N_("Clear"),
    "PURGE": N_("Purge"),
    "DESTROY": N_("Destroy"),
    # how a contract ends
    "demand": N_("client's demand"),
    "completion": N_("completion"),
    "termination": N_("termination"),
    # kinds of events
    "contract.opened": N_("contract opened"),
    "contract.ended": N_("contract ended"),
    "contract.closed": N_("contract closed"),
    "responsible.named": N_("responsible person named"),
    "place.added": N_("place registered"),
    "person.added": N_("person put on the roster"),
    "person.left": N_("person left"),
    "protocol.set": N_("handover protocol set"),
    "subcontract.added": N_("subcontractor approved"),
    "copy.approved": N_("copy approved"),
    "disposal.approved": N_("disposal approved"),
    "refused": N_("refused"),
    "authorised": N_("approval attached"),
    "labelled": N_("label printed"),
    "moved": N_("moved"),
    "handed_over": N_("handed over"),
    "sent": N_("sent"),
    "accepted": N_("accepted"),
    "went_missing": N_("went missing"),
    "found": N_("found"),
    # deeds
    "receive": N_("receive"),
    "copy": N_("copy"),
    "label": N_("label"),
    "move": N_("move"),
    "handover": N_("hand over"),
    "send": N_("send"),
    "accept": N_("accept"),
    "return": N_("return"),
    "erase": N_("erase"),
    "dispose": N_("dispose"),
    "approve": N_("approve"),
    "contract open": N_("contract open"),
    "contract end": N_("contract end"),
    "contract close": N_("contract close"),
    "place add": N_("place add"),
    "person add": N_("person add"),
    "person leave": N_("person leave"),
    "protocol set": N_("protocol set"),
    "subcontract add": N_("subcontract add"),
    # standings of a register
    "matches": N_("matches the journal"),
    "behind": N_("behind the journal"),
    "different": N_("DIFFERENT FROM THE JOURNAL"),
}


def term(code: str) -> Word:
    """The word for a code, to be translated where it is shown; a code without a word stands for itself."""
    return Word(TERMS.get(code, code))
