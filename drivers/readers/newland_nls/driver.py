"""Newland NLS imagers: the words of the maker for the tagged menu engine."""

from __future__ import annotations

from drivers.readers.tagged_menu.driver import READ_S, Ask, Dialect, TaggedMenuReader
from drivers.readers.tagged_menu.protocol import NEWLAND
from drivers.session import DeviceFault
from drivers.transport import SerialPort
from workstation.devices import DeviceIdentity

MAKER = "Newland"
PRODUCT, FIRMWARE, SERIAL = "QRYPDN", "QRYFWV", "QRYPSN"


def _identify(ask: Ask) -> DeviceIdentity:
    model = ask(PRODUCT)
    if not model:
        raise DeviceFault("device-wrong-identity", expected=f"{MAKER} NLS", found="-")
    return DeviceIdentity(
        maker=MAKER,
        model=model,
        serial=ask(SERIAL),
        firmware=ask(FIRMWARE),
        simulated="SIMULATED" in model.upper(),
    )


DIALECT = Dialect(
    framing=NEWLAND,
    identify=_identify,
    mode="SCNMOD",
    asked="0",
    unasked="2",
    settings=(("SCNTCE", "1"), ("ORTSET", "{read_ms}")),
    trigger="SCNTRG",
)


class NewlandNls(TaggedMenuReader):
    """One reader on an open port; see ``TaggedMenuReader``."""

    def __init__(self, port: SerialPort, read_s: float = READ_S) -> None:
        super().__init__(port, DIALECT, read_s)
