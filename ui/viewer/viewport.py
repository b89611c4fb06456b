"""Where a picture lies in a view: arithmetic without Qt.

Picture coordinates are pixels of the picture, device coordinates pixels of the screen; both start at the
corner of the first pixel. Scale is device pixels for one picture pixel, so 1.0 is 100 %.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

MAX_SCALE = 32.0
MARGIN_PX = 8
STEPS = (
    *(1 / 64, 1 / 48, 1 / 32, 1 / 24, 1 / 16, 1 / 12, 1 / 8, 1 / 6, 1 / 4, 1 / 3, 1 / 2, 2 / 3),
    *(1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0),
)


def step_up(scale: float) -> float:
    """The next round scale above."""
    return min((step for step in STEPS if step > scale * 1.001), default=MAX_SCALE)


def step_down(scale: float) -> float:
    """The next round scale below."""
    return max((step for step in STEPS if step < scale * 0.999), default=STEPS[0])


def fit_scale(width: float, height: float, picture_width: int, picture_height: int) -> float:
    """Scale at which the whole picture is seen in a view of ``width`` x ``height`` device pixels."""
    free_width, free_height = max(width - 2 * MARGIN_PX, 1), max(height - 2 * MARGIN_PX, 1)
    return min(free_width / picture_width, free_height / picture_height, MAX_SCALE)


@dataclass(frozen=True, slots=True)
class Viewport:
    """A view of ``width`` x ``height`` device pixels with the picture point ``centre`` in its middle."""

    width: float
    height: float
    centre_x: float
    centre_y: float
    scale: float

    @property
    def origin(self) -> tuple[int, int]:
        """Device position of the picture's corner: whole, so that a picture pixel never straddles device pixels."""
        return (
            round(self.width / 2 - self.centre_x * self.scale),
            round(self.height / 2 - self.centre_y * self.scale),
        )

    def to_picture(self, x: float, y: float) -> tuple[float, float]:
        """Picture point under a device point."""
        left, top = self.origin
        return (x - left) / self.scale, (y - top) / self.scale

    def to_device(self, x: float, y: float) -> tuple[float, float]:
        """Device point where a picture point is seen."""
        left, top = self.origin
        return left + x * self.scale, top + y * self.scale

    def panned(self, dx: float, dy: float) -> Viewport:
        """Look ``dx`` device pixels further to the right and ``dy`` further down."""
        return replace(self, centre_x=self.centre_x + dx / self.scale, centre_y=self.centre_y + dy / self.scale)

    def zoomed(self, scale: float, x: float, y: float) -> Viewport:
        """Another scale; the picture point under device point ``x, y`` stays there."""
        away_x, away_y = x - self.width / 2, y - self.height / 2
        change = 1 / self.scale - 1 / scale
        return replace(
            self, scale=scale, centre_x=self.centre_x + away_x * change, centre_y=self.centre_y + away_y * change
        )

    def within(self, picture_width: int, picture_height: int) -> Viewport:
        """The nearest viewport whose middle lies on the picture, so that it can't be lost."""
        return replace(
            self,
            centre_x=min(max(self.centre_x, 0.0), float(picture_width)),
            centre_y=min(max(self.centre_y, 0.0), float(picture_height)),
        )
