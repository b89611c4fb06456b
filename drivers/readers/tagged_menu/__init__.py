"""Area imagers that are set up by tagged menu commands: one engine, one framing a maker."""
