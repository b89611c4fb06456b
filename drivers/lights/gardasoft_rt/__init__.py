"""Gardasoft RT series LED controllers."""
