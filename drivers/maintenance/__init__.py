"""What stands behind the devices page: ports, wire logs, history, the guided set-up and the bench file it ends in."""
