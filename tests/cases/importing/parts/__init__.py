"""Tests of the exact parts of what the UN writes."""
