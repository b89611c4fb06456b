"""How the two networks of the reader were made: everything rendered, every draw seeded. See README.md."""
