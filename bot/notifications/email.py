"""Notices by e-mail, and what is said of a mail server that did not take one."""

from __future__ import annotations

import smtplib
import ssl
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from bot.notifications.models import Sending
from bot.notifications.wording import NoticeText

_REFUSED_FOR_GOOD = 500  # and every code above (RFC 5321, 4.2.1)


def build_email(sending: Sending, text: NoticeText) -> EmailMessage:
    """The e-mail of a sending. Its Message-ID is the same at each try, so that a mailbox can tell a second copy."""
    message_id = f"<signpost-notice-{sending.pk}@{urlsplit(settings.SIGNPOST.public_url).hostname}>"
    return _email(sending.notice.user.email, text.subject, text.email, {"Message-ID": message_id})


def build_test_email(address: str, text: str) -> EmailMessage:
    """The e-mail of a test."""
    return _email(address, "Signpost: a test", f"{text}\n", {})


def _email(address: str, subject: str, body: str, headers: dict[str, str]) -> EmailMessage:
    return EmailMessage(subject, body, to=[address], headers={"Auto-Submitted": "auto-generated"} | headers)


def is_refused_for_good(error: Exception) -> bool:
    """Whether the mail server will never take an e-mail to this address."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= _REFUSED_FOR_GOOD for code, _ in error.recipients.values())


def email_problem(error: Exception) -> str:
    """What went wrong, in plain words; never what a server answered, which may name people."""
    known: list[tuple[type[Exception], str]] = [
        (smtplib.SMTPAuthenticationError, "the mail server did not accept the name and password"),
        (smtplib.SMTPRecipientsRefused, "the mail server does not take e-mail for this address"),
        (smtplib.SMTPSenderRefused, "the mail server does not take e-mail from Signpost’s address"),
        (smtplib.SMTPNotSupportedError, "the mail server does not offer the encryption that is set"),
        (smtplib.SMTPConnectError, "the mail server did not let Signpost in"),
        (smtplib.SMTPServerDisconnected, "the mail server hung up"),
        (ssl.SSLError, "the mail server’s encryption or certificate cannot be used"),
        (TimeoutError, "the mail server did not answer in time"),
        (smtplib.SMTPException, "the mail server refused the e-mail"),
        (OSError, "the mail server cannot be reached"),
    ]
    return next((words for kind, words in known if isinstance(error, kind)), "the e-mail could not be sent")
