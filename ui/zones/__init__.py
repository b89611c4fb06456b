"""The machine readable zone character by character, and the cross-check table."""
