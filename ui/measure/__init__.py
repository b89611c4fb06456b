"""Measuring on the questioned picture: points set on it, the value beside the pointer, what the case keeps of it."""
