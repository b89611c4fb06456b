"""Light controllers: one folder a maker, each with protocol, driver and simulator."""
