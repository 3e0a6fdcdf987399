"""``make bench``: speed as ratios within one run. Start at ``__main__.py``."""
