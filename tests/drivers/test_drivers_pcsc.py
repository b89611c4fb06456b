"""PC/SC readers against a stand-in for pyscard: where the tests run there is neither pyscard nor a PC/SC service.

What is proved is what this program does with the answers of pyscard, not that pyscard gives them.
"""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from drivers.chips.pcsc import PcscReader, attached_readers
from drivers.chips.simulated_chip import SimulatedChip
from workstation.errors import ChipError, DeviceLost, DeviceNotFound, DeviceStateError, ReaderLimit

SELECT_EMRTD = bytes.fromhex("00a4040c07a0000002471001")


class NoCardException(Exception):
    pass


class CardConnectionException(Exception):
    pass


class BaseSCardException(Exception):
    pass


class StandInService:
    """Readers by name, with the chip that lies on each."""

    def __init__(self) -> None:
        self.chips: dict[str, SimulatedChip | None] = {}
        self.runs = True
        self.sent = 0

    def readers(self) -> list[StandInReader]:
        if not self.runs:
            raise BaseSCardException("Service not available")
        return [StandInReader(self, name) for name in self.chips]


class StandInReader:
    def __init__(self, service: StandInService, name: str) -> None:
        self._service = service
        self._name = name

    def __str__(self) -> str:
        return self._name

    def createConnection(self) -> StandInConnection:
        return StandInConnection(self._service, self._name)


class StandInConnection:
    def __init__(self, service: StandInService, name: str) -> None:
        self._service = service
        self._name = name

    def connect(self) -> None:
        if self._service.chips.get(self._name) is None:
            raise NoCardException("no card")

    def disconnect(self) -> None:
        pass

    def _chip(self) -> SimulatedChip:
        chip = self._service.chips.get(self._name)
        if chip is None:
            raise CardConnectionException("card removed")
        return chip

    def getATR(self) -> list[int]:
        self._chip()
        return [0x3B, 0x80, 0x80, 0x01, 0x01]

    def transmit(self, apdu: list[int]) -> tuple[list[int], int, int]:
        self._service.sent += 1
        *data, first, second = self._chip().answer(bytes(apdu))
        return data, first, second


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> StandInService:
    made = StandInService()
    parts = {
        "smartcard": {},
        "smartcard.System": {"readers": made.readers},
        "smartcard.Exceptions": {
            "NoCardException": NoCardException,
            "CardConnectionException": CardConnectionException,
        },
        "smartcard.pcsc": {},
        "smartcard.pcsc.PCSCExceptions": {"BaseSCardException": BaseSCardException},
    }
    for name, content in parts.items():
        module = ModuleType(name)
        module.__dict__.update(content)
        monkeypatch.setitem(sys.modules, name, module)
    return made


def test_pyscard_is_imported_when_it_is_needed_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "smartcard", None)
    with pytest.raises(DeviceNotFound) as caught:
        attached_readers()
    assert caught.value.code == "chip-no-software"


def test_a_service_that_does_not_run(service: StandInService) -> None:
    service.runs = False
    with pytest.raises(DeviceNotFound) as caught:
        PcscReader().open()
    assert caught.value.code == "chip-no-service"


@pytest.mark.parametrize(
    ("attached", "wanted", "found"),
    [((), "", "-"), (("A 0", "B 0"), "", "A 0, B 0"), (("A 0",), "C", "A 0"), (("A 0", "A 1", "B"), "A", "A 0, A 1")],
)
def test_a_reader_is_never_guessed(
    service: StandInService, attached: tuple[str, ...], wanted: str, found: str
) -> None:
    service.chips = dict.fromkeys(attached)
    with pytest.raises(DeviceNotFound) as caught:
        PcscReader(wanted).open()
    assert caught.value.facts == {"wanted": wanted, "found": found}


@pytest.fixture
def reader(service: StandInService) -> PcscReader:
    service.chips = {"Other 00": None, "ID BOX CL 01": SimulatedChip()}
    made = PcscReader("ID BOX")
    assert made.open().model == "ID BOX CL 01"
    return made


def test_it_carries_apdus(reader: PcscReader) -> None:
    assert reader.present()
    answer = reader.connect()
    assert answer is not None
    assert answer.historical.hex() == "3b80800101"
    assert reader.transmit(SELECT_EMRTD) == b"\x90\x00"
    assert reader.transmit(bytes.fromhex("00b09e0002")) == b"\x60\x14\x90\x00"
    reader.close()
    reader.close()


def test_nothing_is_sent_that_is_no_apdu_or_too_long(reader: PcscReader, service: StandInService) -> None:
    with pytest.raises(DeviceStateError):
        reader.transmit(SELECT_EMRTD)
    reader.connect()
    with pytest.raises(DeviceStateError):
        reader.transmit(b"\x00")
    with pytest.raises(ReaderLimit):
        reader.transmit(bytes(70_000))
    assert service.sent == 0


def test_a_chip_that_is_taken_away(reader: PcscReader, service: StandInService) -> None:
    reader.connect()
    service.chips["ID BOX CL 01"] = None
    assert not reader.present()
    with pytest.raises(ChipError):
        reader.transmit(SELECT_EMRTD)
    assert service.sent == 1
    assert reader.connect() is None
    assert not reader.present()


def test_a_reader_that_is_unplugged(reader: PcscReader, service: StandInService) -> None:
    reader.check()
    del service.chips["ID BOX CL 01"]
    with pytest.raises(DeviceLost):
        reader.check()
