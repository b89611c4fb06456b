"""Data only: no code here."""
