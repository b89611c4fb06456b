"""The guided set-up of a bench: from a port to a bench file, one question a page."""
