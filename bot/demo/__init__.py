"""An invented school year, for looking around: ``signpost demo``."""
