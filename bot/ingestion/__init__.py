"""Policy files in, documents with sections and clauses out."""
