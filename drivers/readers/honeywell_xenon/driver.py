"""Honeywell Xenon imagers: the words of the maker for the tagged menu engine."""

from __future__ import annotations

import re

from drivers.readers.tagged_menu.driver import READ_S, Ask, Dialect, TaggedMenuReader
from drivers.readers.tagged_menu.protocol import HONEYWELL
from drivers.session import DeviceFault
from drivers.transport import SerialPort
from workstation.devices import DeviceIdentity

MAKER = "Honeywell"
REVISION = "REVINF"
_FACT = re.compile(r"^ *(Product Name|Serial Number|Software Part Number) *: *(\S.*?) *$", re.MULTILINE)


def _identify(ask: Ask) -> DeviceIdentity:
    facts = dict(_FACT.findall(ask(REVISION).replace("\r", "\n")))
    model = facts.get("Product Name", "")
    if not model:
        raise DeviceFault("device-wrong-identity", expected=f"{MAKER} Xenon", found="-")
    return DeviceIdentity(
        maker=MAKER,
        model=model,
        serial=facts.get("Serial Number", ""),
        firmware=facts.get("Software Part Number", ""),
        simulated="SIMULATED" in model.upper(),
    )


DIALECT = Dialect(
    framing=HONEYWELL,
    identify=_identify,
    mode="TRGMOD",
    asked="0",
    unasked="3",
    settings=(("TRGSTO", "{read_ms}"),),
    start=b"\x16T\r",
    stop=b"\x16U\r",
)


class HoneywellXenon(TaggedMenuReader):
    """One reader on an open port; see ``TaggedMenuReader``."""

    def __init__(self, port: SerialPort, read_s: float = READ_S) -> None:
        super().__init__(port, DIALECT, read_s)
