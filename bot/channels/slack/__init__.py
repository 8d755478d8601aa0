"""Slack: its payloads come in through slack-bolt and become rows of the inbox; the outbox's rows go out as Block Kit."""
