"""Signing on paper: what is printed, under which code, and how it comes back."""
