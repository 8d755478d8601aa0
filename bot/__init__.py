"""Signpost: a school's own policy clauses, quoted, for the question a member of staff asks."""
