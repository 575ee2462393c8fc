"""How often may somebody be wrong?

Attempts are counted before the password is looked at, or many at once would all pass; a right one is taken off again. Where somebody has come in
before, their attempts are counted apart: strangers elsewhere cannot keep them out by being wrong in their name.
"""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable

PER_NAME, PER_ADDRESS, MINUTES = 5, 20, 15
_MOST_KEPT = 10_000
Key = str | tuple[str, str]


class Attempts:
    """Attempts to get in during the last quarter of an hour, by name, whether anybody has it or not, and by address."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._names = _Counted(PER_NAME)
        self._addresses = _Counted(PER_ADDRESS)
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()

    def reserve(self, name: str, address: str) -> bool:
        """Count one more attempt; False, and nothing counted, when there were too many."""
        now, network = self._clock(), _network(address)
        counted = self._counted(name, network)
        if self._names.is_full(counted, now) or self._addresses.is_full(network, now):
            return False
        self._names.add(counted, now)
        self._addresses.add(network, now)
        return True

    def forgive(self, name: str, address: str) -> None:
        """The password was right: nothing stays counted against the name here, and not this one against the address."""
        network = _network(address)
        self._names.clear(self._counted(name, network))
        self._addresses.take_back(network)
        self._known[name, network] = None
        if len(self._known) > _MOST_KEPT:
            self._known.popitem(last=False)

    def _counted(self, name: str, network: str) -> tuple[str, str]:
        return (name, network if (name, network) in self._known else "")


class _Counted:
    """Times by key, the oldest keys forgotten when there are too many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._times: OrderedDict[Key, list[float]] = OrderedDict()

    def is_full(self, key: Key, now: float) -> bool:
        recent = [time for time in self._times.get(key, ()) if now - time < MINUTES * 60]
        if key in self._times:
            self._times[key] = recent
        return len(recent) >= self._most

    def add(self, key: Key, now: float) -> None:
        self._times.setdefault(key, []).append(now)
        self._times.move_to_end(key)
        if len(self._times) > _MOST_KEPT:
            self._times.popitem(last=False)

    def clear(self, key: Key) -> None:
        self._times.pop(key, None)

    def take_back(self, key: Key) -> None:
        if self._times.get(key):
            self._times[key].pop()


def _network(address: str) -> str:
    """One address, or for IPv6 the network of which everybody has as many addresses as they like."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else address
