"""What talks to hardware, and the simulators that speak the same bytes. No Qt."""
