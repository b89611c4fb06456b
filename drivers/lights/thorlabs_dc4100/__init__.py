"""Thorlabs DC4100 family LED drivers."""
