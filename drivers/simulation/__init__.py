"""A document as layers with spectral properties, and the light that falls on it."""
