"""Question sets, metrics, sweeps."""
