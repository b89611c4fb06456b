"""Honeywell Xenon document readers."""
