"""CoolLED pE-4000 family light sources."""
