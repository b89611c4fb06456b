"""Copies of a case for other hands: what may be counted across cases, what other forensic programs read."""
