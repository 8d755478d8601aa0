"""Commands for figures."""
