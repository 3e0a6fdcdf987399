"""However often migrations draw the models of earlier days up, no later model is told to them."""

from __future__ import annotations

import pytest
from django.db.migrations.state import ModelState, ProjectState
from django.db.models.signals import class_prepared

from cases.models import Case
from workflow import history_models


def _drawn_up() -> ProjectState:
    """The case alone, without what it leads to."""
    state = ProjectState()
    model = ModelState.from_model(Case, exclude_rels=True)
    model.fields = {name: field for name, field in model.fields.items() if name in ("id", "state")}
    model.options = {}
    state.add_model(model)
    return state


def test_none_of_them_listens() -> None:
    before = len(class_prepared.receivers)

    model = _drawn_up().apps.get_model("cases", "Case")

    assert model._meta.get_field("state").base_cls is model
    assert len(class_prepared.receivers) == before


def test_without_it_each_of_them_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_models, "DRAWN_UP", "elsewhere")
    before = len(class_prepared.receivers)

    kept = _drawn_up().apps

    assert len(class_prepared.receivers) == before + 1
    del kept
