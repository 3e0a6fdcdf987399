"""Rounds: the calls for answers, their plans, and the positions decided in them."""
