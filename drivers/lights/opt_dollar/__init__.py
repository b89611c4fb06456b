"""Controllers that speak the eight byte ``$`` protocol of OPT and its clones."""
