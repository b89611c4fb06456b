"""Serial ports of this computer as a technician sees them, and a watch over their coming and going."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from drivers.transport import PortInfo, PortSelector, carries
from workstation.maintenance import PortDescription

log = logging.getLogger(__name__)

Ports = tuple[PortDescription, ...]

WATCH_S = 1.0


@dataclass(frozen=True, slots=True)
class ConfiguredPort:
    """A port that the bench file names, and the device on it."""

    device: str
    selector: PortSelector

    def is_on(self, port: PortInfo) -> bool:
        """Whether this is the port."""
        if self.selector.address:
            return same_port(self.selector.address, port.address)
        return carries(port, self.selector)


def same_port(one: str, other: str) -> bool:
    """Whether two addresses lead to one port: device files may be links to it, and COM3 is com3."""
    return one == other or _place(one) == _place(other)


def _place(address: str) -> str:
    return os.path.normcase(os.path.realpath(address))


def device_on(port: PortInfo, configured: Iterable[ConfiguredPort]) -> ConfiguredPort | None:
    """The configured device that a port belongs to."""
    return next((each for each in configured if each.is_on(port)), None)


def described(ports: Iterable[PortInfo], configured: Iterable[ConfiguredPort]) -> Ports:
    """Ports with the devices that they belong to."""
    known = tuple(configured)
    return tuple(
        PortDescription(
            address=port.address,
            usb=port.usb,
            serial=port.serial,
            maker=port.maker,
            product=port.product or port.description,
            used_by=owner.device if (owner := device_on(port, known)) else "",
        )
        for port in ports
    )


class PortWatch:
    """Looks at the ports every second while somebody listens, on a thread that ends when nobody does.

    Parameters
    ----------
    ports : callable
        The ports now.
    every_s : float
    """

    def __init__(self, ports: Callable[[], Ports], every_s: float = WATCH_S) -> None:
        self._ports = ports
        self._every_s = every_s
        self._changed = threading.Condition()
        self._listeners: list[Callable[[Ports], None]] = []
        self._thread: threading.Thread | None = None

    def subscribe(self, listener: Callable[[Ports], None]) -> Callable[[], None]:
        """Call ``listener`` with the ports soon, and again whenever they differ; the result ends it."""
        seen: list[Ports] = []

        def tell(ports: Ports) -> None:
            if not seen or seen[-1] != ports:
                seen[:] = [ports]
                listener(ports)

        with self._changed:
            self._listeners.append(tell)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="port-watch", daemon=True)
                self._thread.start()
            self._changed.notify_all()

        def end() -> None:
            with self._changed:
                if tell in self._listeners:
                    self._listeners.remove(tell)
                self._changed.notify_all()

        return end

    def close(self) -> None:
        """Nobody is told anything any more; the thread has ended."""
        with self._changed:
            self._listeners.clear()
            self._changed.notify_all()
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _run(self) -> None:
        while listeners := self._waiting():
            try:
                ports = self._ports()
            except OSError:
                log.exception("the ports of this computer cannot be listed")
                ports = ()
            for listener in listeners:
                try:
                    listener(ports)
                except Exception:
                    log.exception("a listener to the ports failed")
            self._wait_for_others_than(listeners)

    def _wait_for_others_than(self, listeners: tuple[Callable[[Ports], None], ...]) -> None:
        with self._changed:
            self._changed.wait_for(lambda: tuple(self._listeners) != listeners, self._every_s)

    def _waiting(self) -> tuple[Callable[[Ports], None], ...]:
        """Those who listen; when nobody does, the thread is about to end."""
        with self._changed:
            if not self._listeners:
                self._thread = None
            return tuple(self._listeners)
