"""Trouble with a seal, as codes."""

from __future__ import annotations

from workstation.errors import WorkstationError


class SealError(WorkstationError):
    """Bytes that claim to be a seal and are not one as the standard writes it: ``WRONG_FORMAT`` of ICAO 9303-13."""

    default_code = "seal-format"
