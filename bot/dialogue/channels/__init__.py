"""The dialogue's one way in: the gateway's channel."""
