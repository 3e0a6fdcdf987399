"""The demo: an imaginary state, the Republic of Qarenda, and the main job done once with its data.

``people.py`` loads who there is, ``story.py`` does the job, ``serving.py`` serves the site. The command is
``manage.py demo``. All names, figures and texts in ``data/`` are invented and written for this project.
"""
