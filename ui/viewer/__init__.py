"""The picture viewer: pictures side by side, zoomed and moved together, outlined and drawn upon."""

from ui.viewer.comparison import ComparisonView
from ui.viewer.imageconv import FULL_WINDOW, Window, to_qimage
from ui.viewer.picture import Overlay, Picture
from ui.viewer.strip import LightStrip, StripItem
from ui.viewer.view import PictureView

__all__ = [
    "FULL_WINDOW",
    "ComparisonView",
    "LightStrip",
    "Overlay",
    "Picture",
    "PictureView",
    "StripItem",
    "Window",
    "to_qimage",
]
