"""From a question and its clauses to an answer: verdict, citations, abstention, escalation."""
