"""Cameras: real ones and the simulated one."""
