"""Commands for the record."""
