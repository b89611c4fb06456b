"""Which model a document is, and what a curator teaches of it."""
