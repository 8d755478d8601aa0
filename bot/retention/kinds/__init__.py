"""The kinds of kept data, a file for those that lie together."""
