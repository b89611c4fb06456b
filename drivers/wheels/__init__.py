"""Filter wheels and sliders: one folder a maker, each with protocol, driver and simulator."""
