"""Run as a program beside a gateway: Larkfield's safeguarding lead opens the newest review item and replies to it."""

import sys

import django


def main(reply: str) -> None:
    from django.contrib.auth.models import User

    from bot.questions.models import ReviewItem, SchoolMembership
    from bot.questions.triage import look_at_review_item, reply_to_review_item

    lead, _ = User.objects.get_or_create(username="farthing", defaults={"last_name": "Ms Farthing"})
    SchoolMembership.objects.get_or_create(user=lead, school="larkfield", role="safeguarding_lead")
    item = look_at_review_item(lead, ReviewItem.objects.latest("pk").pk)
    reply_to_review_item(lead, item, reply)


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])
