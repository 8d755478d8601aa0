"""The Rasa island (Python 3.10): recognises what is asked, calls the action server, imports nothing of ours."""
