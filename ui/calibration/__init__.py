"""The window's calibrations: which hold, and how each is measured."""
