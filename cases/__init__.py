"""The business: recommendations, people, departments, narratives, evidence. Start at ``flow.py``."""
