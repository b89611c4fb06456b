"""Help inside the window: pages of every tool, found by what has the focus or by a word."""
