"""Slack: payloads come in through slack-bolt and become rows of the inbox; rows of the outbox go out as Block Kit."""
