"""Zones read from pictures: located, straightened, read cell by cell, decoded with what the grammar knows."""
