"""From a file to plain text: one converter per format."""
