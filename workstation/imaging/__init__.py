"""Pure functions on pictures: arrays in, arrays out."""
