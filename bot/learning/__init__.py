"""Teaching the sentence encoder the language of schools and policies."""
