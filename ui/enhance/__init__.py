"""Working on one picture: steps with their controls, histogram, presets, loupe and grid, kept views, export."""
