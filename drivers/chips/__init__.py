"""Chip readers: a transport of APDUs and nothing above it."""
