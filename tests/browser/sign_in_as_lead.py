"""Run as a program beside a gateway: signs Larkfield's safeguarding lead in, and prints the session's key."""

import django


def main() -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    from bot.questions.models import SchoolMembership
    from tests.questions.people import SECRET

    lead, _ = User.objects.get_or_create(username="farthing", defaults={"last_name": "Ms Farthing"})
    SchoolMembership.objects.get_or_create(user=lead, school="larkfield", role="safeguarding_lead")
    if not Authenticator.objects.filter(user=lead).exists():
        TOTP.activate(lead, SECRET)
    browser = Client()
    browser.force_login(lead)
    print(browser.cookies[settings.SESSION_COOKIE_NAME].value)


if __name__ == "__main__":
    django.setup()
    main()
