"""Reminders by e-mail to those who carry out controls: when a month's are due, and when they are late."""

from datetime import date


def remind(today: date) -> int:
    """Send each performer at most one e-mail a day about occasions newly due or late. Returns how many were sent."""
    raise NotImplementedError
