"""The e-mail that says that a concern waits: what kind it is, who is meant, and a link. No word of the message."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from bot.questions.access import Kind
from bot.questions.alert_models import Alert
from bot.questions.alert_recipients import Recipient

_SUBJECT = "Signpost: item {item} waits for you"
_BODY = """\
{kind}, at {school}, {at}.

Open it here: {link}

You are written to as {role}. What was asked is shown there and nowhere else. The person who wrote was told to come to a
person at once, and is told that you have seen it when you open it. If nobody does, the next person who may see it is
written to.
"""


def build_alert_mail(alert: Alert, recipient: Recipient) -> EmailMessage:
    """The e-mail of one alert. Its Message-ID is the same at each try, so that a mailbox can tell a second copy."""
    public_url, item = settings.SIGNPOST.public_url, alert.item
    words = {
        "item": item.pk,
        "kind": Kind(alert.kind).label,
        "school": item.school,
        "at": date_format(timezone.localtime(item.opened_at), "j F Y, H:i"),
        "link": f"{public_url}{reverse('review-item', args=[item.pk])}",
        "role": recipient.role.label.lower(),
    }
    return EmailMessage(
        subject=_SUBJECT.format(**words),
        body=_BODY.format(**words),
        to=[recipient.user.email],
        headers={
            "Message-ID": f"<signpost-alert-{alert.pk}@{urlsplit(public_url).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )
