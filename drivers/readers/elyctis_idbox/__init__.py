"""Elyctis ID BOX document readers."""
