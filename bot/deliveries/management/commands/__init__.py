"""Commands for inbox and outbox."""
