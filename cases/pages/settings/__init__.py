"""Settings: people, departments, themes, the state's own words and its look. Begin at ``index.py``."""
