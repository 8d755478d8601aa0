"""Where people ask: the HTTP API, the web, and the client that speaks to the dialogue."""
