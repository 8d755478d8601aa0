"""Finding the clauses of one school that are nearest to a question."""
