"""Recommendations that say the same thing: found as texts, proposed as groups, answered together.

And who answered similar ones before. Begin with ``near.py`` and ``finding.py``; the page is
``pages/desk/said_twice.py``.
"""
