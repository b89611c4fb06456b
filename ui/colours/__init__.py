"""Colour management of the screen."""
