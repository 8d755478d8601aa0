"""The Rasa island (Python 3.10): recognises what a message asks and calls the action server. Imports nothing of ours."""
