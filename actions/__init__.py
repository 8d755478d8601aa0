"""The Rasa SDK actions: a tracker in, events out; the work is done in bot."""
