"""Sets the stage for whoever asks for it."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.remembering import remembered
from tests.security.stage import Stage, staged


@pytest.fixture
def stage(db: None) -> Stage:
    cache.clear()
    return remembered(staged)
