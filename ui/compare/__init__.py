"""Ways to compare: two pictures laid on each other, seen in one view, kept as a recipe."""
