"""What is stored of the policies: clauses, their vectors, their words, and a manifest that refuses a mismatch."""
