"""What the command line does with accounts, with the life of a case and with reviews. Results are plain."""
