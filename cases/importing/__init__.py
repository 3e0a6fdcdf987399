"""Bringing recommendations and departments in from files."""
