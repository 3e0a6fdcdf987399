"""How a step of a contribution is taken back; each as in ``cases/undoing.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from workflow.models import Event

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def while_drafted(contribution: Any, event: Event) -> StrOrPromise:
    """Nothing beside; but a case that went on must find its contributions as they were."""
    if not contribution.is_drafted():
        return _("The case has gone on since, so it cannot be undone.")
    open_again = contribution.answer.contributions.open().filter(department=contribution.department_id)
    if open_again.exclude(pk=contribution.pk).exists():
        return _("The department has been asked again since, so it cannot be undone.")
    return ""


def while_not_begun(contribution: Any, event: Event) -> StrOrPromise:
    """A text that the department wrote since means that it has begun again."""
    if contribution.parts.filter(at__gt=event.at).exists():
        return _("The department has gone on with its part since, so it cannot be undone.")
    return while_drafted(contribution, event)


def asking(contribution: Any, event: Event) -> StrOrPromise:
    """What nobody has begun was never asked."""
    return while_not_begun(contribution, event)


def delivery(contribution: Any, event: Event) -> StrOrPromise:
    """What was delivered is within the department again."""
    contribution.parts.filter(delivered_at=event.at).update(delivered_at=None)
    return while_drafted(contribution, event)
