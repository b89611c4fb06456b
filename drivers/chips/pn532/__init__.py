"""NXP PN532 contactless readers over a serial line."""
