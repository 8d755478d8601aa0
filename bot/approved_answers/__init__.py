"""A person's word: answers that the safeguarding lead has approved, kept, matched with what is asked, and lapsed."""
