"""The technician's window: devices, their wires and lights, the ports, and the guided set-up of a bench."""
