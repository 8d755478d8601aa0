"""What staff ask about, topic by topic, and how policies word their rules on each (``*.yml``)."""
