"""Optical checks: routines addressed as in BSI TR-03135, each with value, threshold, region and margin."""
