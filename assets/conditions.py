"""What must somebody be able to say before a method is relied on?"""

from __future__ import annotations

from typing import NamedTuple

from assets.language import N_, Word
from assets.sanitization import condition_codes

CONDITIONS = {
    # overwriting
    "all_addressable": N_("Every location that can be addressed was overwritten."),
    "hidden_areas_reset": N_("Hidden areas (HPA, DCO, Accessible Max Address) were reset first."),
    "flash_cache_covered": N_("The flash cache of the hybrid drive was covered too."),
    "two_passes": N_("It was overwritten at least twice."),
    "snapshots_covered": N_("Snapshots, replicas and backups were covered too, or have numbers of their own."),
    "overwritten_in_place": N_(
        "The storage writes in place: no SSD, journal, snapshot or copy-on-write file system kept the old content."
    ),
    # commands to the device
    "enhanced_mode": N_("The enhanced mode was used, and the drive reported that it was complete."),
    "every_namespace_formatted": N_("Format NVM ran with Secure Erase Setting 1 on every namespace."),
    "command_supported": N_("The device itself supports the command, and its status reported success."),
    "whole_tape": N_("The whole tape was erased, to its physical end."),
    # cryptographic erase
    "reset_destroys_keys": N_("The reset destroys the encryption keys: it is a cryptographic erase."),
    "encrypted_from_start": N_("Encryption was on before any data was written."),
    "validated_module": N_("The encryption module is validated (FIPS 140 or ISO/IEC 19790)."),
    "strength_128": N_("The keys have a strength of at least 128 bits."),
    "key_copies_zeroized": N_(
        "Every copy of the keys is known, wrapped, backed up and escrowed ones included, and was zeroized."
    ),
    "keys_inside": N_("The keys never existed outside the device, or another method was used as well."),
    "own_key": N_("The data had a key of its own, which encrypts nothing else."),
    # degaussing
    "degausser_rated": N_("The degausser's field is at least as strong as the coercivity of the medium."),
    "degausser_checked": N_("The degausser was checked, and one of the media was opened and looked at."),
    # pieces
    "particle_size": N_("The pieces are no larger than the level (ISO/IEC 21964) that the class needs."),
}


class Condition(NamedTuple):
    """A condition: the code that is recorded, and the sentence that somebody answers for, translated where it is shown."""

    code: str
    sentence: Word


def conditions(medium: str, method: str) -> tuple[Condition, ...]:
    """The conditions of a method on a medium, in the order to ask; none where the method is refused."""
    return tuple(Condition(code, Word(CONDITIONS[code])) for code in condition_codes(medium, method))
