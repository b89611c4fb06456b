"""Thorlabs Elliptec filter sliders."""
