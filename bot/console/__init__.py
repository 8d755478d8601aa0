"""The Django project: web chat, policy pages, HTTP API, and the safeguarding lead's console."""
