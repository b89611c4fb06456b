"""Document readers: one folder a maker, each with protocol, driver and simulator."""
