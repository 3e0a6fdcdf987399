"""Telling people: messages derived from the outbox, reminders derived from dates, mail."""
