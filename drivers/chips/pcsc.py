"""Chip readers of PC/SC, through pyscard: every desktop reader, and the contactless half of many document readers.

Responsible for: finding the reader by its name, one card at a time, telling a missing service from a missing reader
from a missing chip.

Not responsible for: what an APDU means. pyscard is an optional part of the program (``pip install qdbench[chip]``)
and is imported when a reader is opened, not before.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from drivers.chips.chip import check_apdu
from workstation.devices import ApduLimits, ChipAnswer, DeviceIdentity
from workstation.errors import ChipError, DeviceLost, DeviceNotFound, DeviceStateError

log = logging.getLogger(__name__)

LIMITS = ApduLimits(command=4 + 3 + 65535 + 2, response=65536 + 2, extended=True)
"""What ISO 7816-4 allows; a reader that carries less answers with an error of its own."""


def _smartcard(module: str) -> ModuleType:
    try:
        return importlib.import_module(f"smartcard.{module}")
    except ImportError as error:
        raise DeviceNotFound("chip-no-software", detail=str(error)) from error


def attached_readers() -> tuple[str, ...]:
    """Names of the PC/SC readers of this computer.

    Raises
    ------
    DeviceNotFound
        pyscard is not installed, or the PC/SC service does not run.
    """
    return tuple(str(each) for each in _readers())


def _readers() -> Sequence[Any]:
    system, trouble = _smartcard("System"), _smartcard("pcsc.PCSCExceptions")
    try:
        found: Sequence[Any] = system.readers()
    except trouble.BaseSCardException as error:
        raise DeviceNotFound("chip-no-service", detail=str(error)) from error
    return found


class PcscReader:
    """One PC/SC reader.

    Parameters
    ----------
    wanted : str
        Must be part of the name of the reader; empty takes the only one there is.
    """

    limits = LIMITS

    def __init__(self, wanted: str = "") -> None:
        self._wanted = wanted
        self._reader: Any = None
        self._connection: Any = None

    def identify(self) -> DeviceIdentity:
        """The reader whose name fits.

        Raises
        ------
        DeviceNotFound
            No software, no service, or not exactly one reader that fits.
        """
        readers = _readers()
        fitting = [each for each in readers if self._wanted in str(each)]
        if len(fitting) != 1:
            found = ", ".join(map(str, fitting or readers)) or "-"
            raise DeviceNotFound("chip-no-reader", wanted=self._wanted, found=found)
        self._reader = fitting[0]
        return DeviceIdentity(maker="PC/SC", model=str(self._reader))

    def open(self) -> DeviceIdentity:
        """Identify; the service has done the rest."""
        return self.identify()

    def close(self) -> None:
        """Let the chip go."""
        self.disconnect()
        self._reader = None

    def check(self) -> None:
        """Notice an unplug.

        Raises
        ------
        DeviceLost
        """
        if self._reader is None or str(self._reader) not in attached_readers():
            raise DeviceLost("device-lost", detail=str(self._reader))

    def interrupt(self) -> None:
        """Nothing: the service ends its waits by itself."""

    def present(self) -> bool:
        """Whether there is a chip; the connected one counts as long as it answers the service.

        Raises
        ------
        DeviceError
        """
        if self._connection is not None:
            with contextlib.suppress(self._trouble("CardConnectionException")):
                self._connection.getATR()
                return True
            return False
        found = self.connect() is not None
        self.disconnect()
        return found

    def connect(self) -> ChipAnswer | None:
        """Power the chip; None when there is none.

        Raises
        ------
        DeviceError
        """
        self.disconnect()
        if self._reader is None:
            raise DeviceStateError("device-not-ready")
        connection = self._reader.createConnection()
        try:
            connection.connect()
        except self._trouble("NoCardException"):
            return None
        except self._trouble("CardConnectionException") as error:
            raise ChipError("chip-lost", detail=str(error)) from error
        self._connection = connection
        return ChipAnswer(bytes(connection.getATR()))

    def transmit(self, apdu: bytes) -> bytes:
        """One command APDU, sent once, and its response with the status bytes.

        Raises
        ------
        ReaderLimit, ChipError, DeviceStateError
        """
        if self._connection is None:
            raise DeviceStateError("chip-none")
        check_apdu(apdu, LIMITS)
        log.debug("> %d bytes", len(apdu))
        try:
            data, first, second = self._connection.transmit(list(apdu))
        except self._trouble("CardConnectionException") as error:
            self.disconnect()
            raise ChipError("chip-lost", detail=str(error)) from error
        log.debug("< %d bytes", len(data) + 2)
        return bytes((*data, first, second))

    def disconnect(self) -> None:
        """Let the chip go; safe to call twice."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(self._trouble("CardConnectionException")):
                connection.disconnect()

    @staticmethod
    def _trouble(name: str) -> type[Exception]:
        found: type[Exception] = getattr(_smartcard("Exceptions"), name)
        return found
