"""Paper: the national report and its PDF."""
