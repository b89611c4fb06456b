"""The capture plan and its runner, and pictures taken by other devices."""
