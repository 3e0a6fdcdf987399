"""Who is mentioned gets one mail, without a word of the comment, once the time to undo is over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cases import actions
from cases.drafting import commenting
from cases.models import Case, Comment
from cases.people.models import User
from notifications.deriving import derive
from notifications.models import Mail, Notice
from notifications.telling import tell
from tests.cast import DUE, NOW, Cast, drafted, received, sent
from tests.notifications.post import mail_to, mails, told
from tests.notifications.test_who_was_told import shown
from workflow.models import Outbox

SECRET = "Zanzibar"


def say(case: Case, by: User, text: str) -> Comment:
    return actions.add_comment(case, text=f"{text} {SECRET}?", by=by, now=NOW)


def only_mentions() -> None:
    """As if all else had been told long ago."""
    Outbox.objects.exclude(process="mention").update(state=Outbox.State.DONE)


def notice() -> Notice:
    return Notice.objects.get(rule="mentioned")


def test_the_mail_says_who_and_leads_to_the_talk_and_holds_no_word_of_it(cast: Cast) -> None:
    case = drafted(cast)
    said = say(case, cast.head, "@Focal Point,")
    only_mentions()

    mail = mail_to(cast.focal_point)

    assert mail.subject == "You were mentioned: comments on 1 recommendation"
    for body in (mail.text, mail.html):
        assert "You are told because Head mentioned you." in body
        assert f"/case/{case.reference}/#comment-{said.pk}" in body
        assert SECRET not in body
        assert "opened two hundred" not in body


def test_all_that_waits_for_one_person_is_one_mail(cast: Cast) -> None:
    first, second = drafted(cast), drafted(cast)
    begun = say(first, cast.head, "@Focal Point,")
    commenting.answer_comment(first, begun, text="@Focal Point, too.", by=cast.alternate, now=NOW)
    say(second, cast.alternate, "@Focal Point @Head,")
    only_mentions()

    made = {mail.recipient: mail for mail in mails()}

    assert set(made) == {cast.focal_point, cast.head}
    assert made[cast.focal_point].subject == "You were mentioned: comments on 2 recommendations"
    assert "because Head, Alternate mentioned you" in made[cast.focal_point].text
    assert f"/case/{first.reference}/#comment-{begun.pk}" in made[cast.focal_point].text


def test_it_waits_for_the_time_to_undo_and_is_derived_once(cast: Cast, settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    case = drafted(cast)
    say(case, cast.head, "@Focal Point,")
    only_mentions()

    derive(NOW + timedelta(seconds=599))
    assert told("mentioned") == []
    later = NOW + timedelta(seconds=600)
    derive(later)
    Outbox.objects.update(state=Outbox.State.WAITING)
    derive(later)
    assert told("mentioned") == ["focal-point"]


def test_who_saw_it_or_answered_meanwhile_gets_no_mail(cast: Cast) -> None:
    case = drafted(cast)
    said = say(case, cast.head, "@Focal Point @Alternate,")
    commenting.see_mention(case, said, by=cast.alternate, now=NOW)
    only_mentions()
    derive(NOW)
    assert told("mentioned") == ["focal-point"]

    commenting.answer_comment(case, said, text="Yes.", by=cast.focal_point, now=NOW)

    assert mails() == []
    assert (notice().state, notice().reason) == ("cancelled", "settled")


def test_who_may_not_read_the_comment_any_more_gets_no_mail(cast: Cast) -> None:
    case = sent(cast)
    say(case, cast.focal_point, "@Validator,")
    only_mentions()
    mails()
    Comment.objects.update(released_at=None)

    tell(lambda: NOW)

    assert (notice().state, notice().reason) == ("cancelled", "no-right")
    assert Mail.objects.get().state == Mail.State.CANCELLED


def test_rights_are_asked_again_at_sending(cast: Cast) -> None:
    case = sent(cast)
    say(case, cast.focal_point, "@Validator,")
    only_mentions()
    mails()
    cast.validator.groups.clear()

    tell(lambda: NOW)

    assert (notice().state, notice().reason) == ("cancelled", "no-right")


def test_that_somebody_was_mentioned_within_the_department_stays_there(cast: Cast) -> None:
    case = drafted(cast)
    say(case, cast.head, "@Focal Point,")
    only_mentions()
    tell(lambda: NOW)
    mail = Mail.objects.get()

    for outside in (cast.coordinator, cast.validator, cast.observer, cast.stranger):
        assert mail not in Mail.objects.visible_to(outside)
        assert notice() not in Notice.objects.visible_to(outside)
        assert "Mentioned" not in shown(case, outside)
    assert mail in Mail.objects.visible_to(cast.focal_point)
    assert "Mentioned" in shown(case, cast.alternate)

    actions.take_step(Case.objects.get(pk=case.pk), "sign_and_send", by=cast.head, now=NOW)

    assert mail in Mail.objects.visible_to(cast.coordinator)


def test_a_mention_in_an_answer_to_several_cases_is_told_once(cast: Cast) -> None:
    cases = [received(cast), received(cast)]
    actions.assign_together(cases, lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)
    say(cases[1], cast.head, "@Focal Point,")
    only_mentions()

    derive(NOW)

    assert notice().case in cases
