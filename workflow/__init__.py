"""The engine that carries cases: processes, steps, roles and history.

It knows no recommendation and no department. Start at ``process.py`` (how a process is written as a
table), then ``engine.py`` (``perform``, the only door to a change of state) and ``may.py`` (who may what).
"""
