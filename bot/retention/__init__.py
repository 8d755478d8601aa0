"""How long everything is kept, what is under a hold, and what is held on a person: a Django app."""
