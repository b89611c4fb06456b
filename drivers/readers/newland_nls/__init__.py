"""Newland NLS document readers."""
