"""Pure functions from an Answer payload to what a channel shows."""
