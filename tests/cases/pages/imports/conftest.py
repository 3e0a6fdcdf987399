"""Files are kept in a folder of the test; a coordinator has the page open."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.cases.pages.conftest import SignIn
from tests.cast import Cast


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": kept}


@pytest.fixture
def browser(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.coordinator)
