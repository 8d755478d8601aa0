"""The values that travel through Signpost: policies and clauses, questions and answers. No I/O, no logic."""
