"""Commands for the accounts."""
