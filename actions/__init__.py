"""The Rasa SDK actions: a tracker in, one message out. The work is done in ``bot.answering``."""
