"""Sets the stage for whoever asks for it."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.cast import Cast
from tests.security.stage import Stage, staged


@pytest.fixture
def stage(cast: Cast) -> Stage:
    cache.clear()
    return staged(cast)
