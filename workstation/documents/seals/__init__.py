"""Visible digital seals (ICAO 9303-13, BSI TR-03137): read, verified, compared."""
