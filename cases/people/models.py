"""User, Department and the grants between them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from cases.people.calendar_models import Calendar, Holiday, HolidayName, SpecialHours
from cases.people.changes import FormerName, HandOver, Reorganisation, Succession
from cases.people.invitations import Invitation
from cases.people.languages import interface_languages
from cases.people.settings_changes import SettingsChange
from cases.people.site import OwnWord, Site
from cases.people.wording import Worded, Wording, best_wording
from workflow.models import Delegation

__all__ = [
    "Calendar",
    "Department",
    "DepartmentDelegation",
    "DepartmentGroupPermission",
    "DepartmentName",
    "DepartmentUserPermission",
    "FormerName",
    "HandOver",
    "Holiday",
    "HolidayName",
    "Invitation",
    "OwnWord",
    "Reorganisation",
    "SettingsChange",
    "Site",
    "SpecialHours",
    "Succession",
    "User",
    "new_key",
]


def new_key() -> str:
    """A random name for addresses: it says nothing, and cannot be guessed."""
    return secrets.token_hex(12)


_NEVER_DELETED = _("A user is deactivated, never deleted.")


class UserQuerySet(models.QuerySet["User"]):
    def delete(self) -> tuple[int, dict[str, int]]:
        raise models.ProtectedError(str(_NEVER_DELETED), set(self))


class UserManager(BaseUserManager["User"]):
    """Finds and makes users by their e-mail, whatever its case."""

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail. Deactivated when leaving, never deleted: history names them."""

    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=12, choices=interface_languages, blank=True)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Switch off when somebody leaves; nobody is ever deleted.")
    )
    is_staff = models.BooleanField(_("may open the set-up pages"), default=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_in_any_case",
                violation_error_message=_("Somebody else already signs in with this e-mail."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise models.ProtectedError(str(_NEVER_DELETED), {self})

    def get_session_auth_hash(self) -> str:
        """What a session must know to go on: another one once all sessions were ended."""
        return f"{super().get_session_auth_hash()}{self.sessions_ended or ''}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for known in super().get_session_auth_fallback_hash():
            yield f"{known}{self.sessions_ended or ''}"

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class DepartmentQuerySet(models.QuerySet["Department"]):
    def with_names(self) -> DepartmentQuerySet:
        return self.prefetch_related("wordings")

    def with_all_names(self) -> DepartmentQuerySet:
        """With the names of then too (:meth:`Department.wording_on`)."""
        return self.prefetch_related("wordings", "former_names")

    def standing_on(self, day: date) -> DepartmentQuerySet:
        """Departments that exist on ``day``: neither not yet founded nor already dissolved."""
        return self.filter(
            models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=day),
            models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=day),
        )

    def to_propose_on(self, day: date) -> DepartmentQuerySet:
        """Those that an assignment page may offer unasked on ``day``."""
        return self.standing_on(day).filter(independent=False, branch=Department.Branch.EXECUTIVE)

    def visible_to(self, user: User) -> DepartmentQuerySet:
        """The names of departments are known to everyone who is signed in."""
        return self if user.is_authenticated and user.is_active else self.none()


class Department(Worded):
    """A ministry, a directorate, the judiciary, an institution. Roles are held on it."""

    class Branch(models.TextChoices):
        EXECUTIVE = "executive", _("Executive")
        JUDICIARY = "judiciary", _("Judiciary")
        INSTITUTION = "institution", _("Institution")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        verbose_name=_("part of"),
    )
    branch = models.CharField(_("branch"), max_length=20, choices=Branch.choices, default=Branch.EXECUTIVE)
    independent = models.BooleanField(
        _("independent"),
        default=False,
        help_text=_("Is invited, not assigned. Set by hand, never by an import."),
    )
    language = models.CharField(_("language"), max_length=12, choices=interface_languages, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default=settings.TIME_ZONE)
    calendar = models.ForeignKey(
        Calendar,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="departments",
        verbose_name=_("calendar"),
        help_text=_("Whose working days count; empty for the default one."),
    )
    valid_from = models.DateField(_("exists from"), null=True, blank=True)
    valid_until = models.DateField(_("exists until"), null=True, blank=True)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        default_permissions = ("add", "change", "view")
        # Held on one department: the first five. Held for the nation, without an object: the others.
        permissions = [
            ("draft", _("Focal point")),
            ("stand_in", _("Alternate")),
            ("sign_off", _("Head of department")),
            ("contribute", _("Contributor")),
            ("escalate", _("Escalation contact")),
            ("coordinate", _("Coordinator")),
            ("validate", _("Validator")),
            ("edit_report", _("Editor")),
            ("translate", _("Translator")),
            ("observe", _("Observer")),
        ]

    @property
    def may_be_proposed(self) -> bool:
        """Whether an assignment page offers it unasked: an independent body is invited, case by case."""
        return not self.independent and self.branch == self.Branch.EXECUTIVE

    def may_be_proposed_on(self, day: date) -> bool:
        """As :meth:`DepartmentQuerySet.to_propose_on`."""
        return self.may_be_proposed and self.stands_on(day)

    def wording_on(self, day: date, language: str | None = None) -> Wording | None:
        """As :meth:`wording`, of the name that it had on ``day``."""
        former = sorted(self.former_names.all(), key=lambda name: name.until, reverse=True)
        of_then = {name.language: name for name in former if name.until > day}
        names: list[Wording] = [of_then.pop(name.language, name) for name in self.wordings.all()]
        return best_wording([*names, *of_then.values()], language or get_language())

    @cached_property
    def working_calendar(self) -> Calendar:
        """The calendar by which this department counts its days: its own, or the default one."""
        return self.calendar or Calendar.default()

    def stands_on(self, day: date) -> bool:
        """As :meth:`DepartmentQuerySet.standing_on`."""
        return (self.valid_from or day) <= day <= (self.valid_until or day)

    def clean(self) -> None:
        above = self.parent
        while above is not None:
            if above == self:
                raise ValidationError({"parent": _("A department cannot be part of itself.")})
            above = above.parent


class DepartmentName(Wording):
    of = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="wordings")

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        constraints = [
            models.UniqueConstraint(fields=["of", "language"], name="department_name_per_language")
        ]


class DepartmentDelegation(Delegation):
    """A role in a department, lent for some days: for leave, illness, a vacancy."""

    key = models.CharField(max_length=24, unique=True, default=new_key, editable=False)
    unit = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="delegations", verbose_name=_("department")
    )

    class Meta(Delegation.Meta):
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["borrower", "last_day"], name="delegation_to_a_person")]


class DepartmentUserPermission(UserObjectPermissionBase):
    """guardian's grant of a role in a department to one person."""

    content_object = models.ForeignKey(Department, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("role of a person")
        verbose_name_plural = _("roles of persons")


class DepartmentGroupPermission(GroupObjectPermissionBase):
    """guardian's grant of a role in a department to a group; people hold roles by being in groups."""

    content_object = models.ForeignKey(Department, on_delete=models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        verbose_name = _("role of a group")
        verbose_name_plural = _("roles of groups")
