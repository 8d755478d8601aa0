"""The Django app that records questions, answers and review items."""
