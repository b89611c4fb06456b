"""Thorlabs FW102C and FW212C filter wheels."""
