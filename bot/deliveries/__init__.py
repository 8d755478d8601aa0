"""Inbox and outbox: events are rows before they are acknowledged, replies are rows until they are sent."""
