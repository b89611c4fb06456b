"""Zones read from pictures: located, straightened, read cell by cell, decoded with what the grammar knows.

For other rooms: ``reader.read_zones`` gives every zone of a picture, accepted ones first; ``reader.accepted`` keeps
what was read; ``lights.read_lights`` reads one side under several lights and lays them together; ``model`` holds the
frozen values: lines, raw lines, a confidence and four corners for every character, every substitution.
"""
