"""What was measured of this bench: scale, fields, white balance, alignment of lights, settling of lamps."""
