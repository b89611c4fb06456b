"""Values of two places in every light, the lights that tell them apart, and all lights in one picture."""
