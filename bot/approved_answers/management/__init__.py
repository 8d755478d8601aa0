"""Commands for the approved answers."""
