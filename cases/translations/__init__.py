"""Answers in other languages than their own: kept beside the answer, they hold nothing up."""
