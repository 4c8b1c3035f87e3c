"""Hypothesis without a clock nor memory: the same examples at each run, and no deadline."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("maprocuration", derandomize=True, deadline=None, database=None)
settings.load_profile("maprocuration")
