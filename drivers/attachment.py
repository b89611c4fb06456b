"""How one configured device is attached: the port it is found at, the simulator in its place, its wire log."""

from __future__ import annotations

from typing import Generic, TypeVar

from drivers.configuration import SIMULATED
from drivers.maintenance.wire import Wires
from drivers.pty_host import PtyHost
from drivers.registry import Identifiable, Kind
from drivers.simulators import Simulator
from drivers.transport import PortSelector, SerialPort, find_port

D = TypeVar("D", bound=Identifiable)
S = TypeVar("S", bound=Simulator)


class Attachment(Generic[D, S]):
    """A device of the bench file on its line.

    Parameters
    ----------
    kind : Kind
    port : PortSelector
        As configured; the address ``simulated`` is a simulator inside this program.
    wires : Wires
        Gets a log of everything that goes over the line.

    Attributes
    ----------
    name : str
        Name on the bench.
    simulator : Simulator or None
    host : PtyHost or None
        The line of the simulator.
    """

    def __init__(self, kind: Kind[D, S], port: PortSelector, wires: Wires) -> None:
        self.kind = kind
        self.name = kind.code
        self.simulator: S | None = kind.simulator() if port.address == SIMULATED else None
        self.host = PtyHost(self.simulator, kind.code) if self.simulator else None
        self._selector = port
        self._tap = wires.log(self.name, kind.code, kind.device)

    @property
    def selector(self) -> PortSelector:
        """What to look for; the simulator's own port where there is one, once it is plugged in."""
        return PortSelector(address=self.host.address) if self.host else self._selector

    def connect(self) -> D:
        """A new driver on the port, which is opened.

        Raises
        ------
        DeviceNotFound, DeviceStateError
        """
        port = SerialPort(find_port(self.selector), self.kind.lines[0], self._tap)
        port.open()
        return self.kind.driver(port)
