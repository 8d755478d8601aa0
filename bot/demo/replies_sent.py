"""What Slack and Teams make of the demo's replies: nearly all arrive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from django.utils import timezone

from bot.deliveries.models import ConversationAddress, Delivery
from bot.deliveries.outbox import mark_sent, mark_undeliverable
from bot.questions.models import ReviewItem

_ARRIVE = 12  # replies between two that do not


class RepliesSent:
    """Takes what the outbox holds as the platforms would.

    :param problems: what each platform says where it does not take a reply.
    """

    def __init__(self, problems: Mapping[str, Sequence[str]], random: Random) -> None:
        self._problems, self._random = problems, random
        self._until_lost = _ARRIVE // 2

    def address(self, item: ReviewItem) -> None:
        """Have the conversation of an item be one that can be reached, as it is where somebody wrote in it."""
        asked = item.question
        if asked.channel in self._problems:
            ConversationAddress.objects.get_or_create(
                channel=asked.channel,
                school=asked.school,
                conversation=asked.conversation,
                defaults={"address": {"demo": True}, "is_private": True, "updated_at": timezone.now()},
            )

    def take(self) -> None:
        """Take, or refuse, all that waits."""
        for delivery in Delivery.objects.filter(sent_at=None, failed_at=None):
            Delivery.objects.filter(pk=delivery.pk).update(created_at=timezone.now())  # on the demo's clock
            self._until_lost -= 1
            if self._until_lost:
                mark_sent(delivery, None)
            else:
                mark_undeliverable(delivery, self._random.choice(self._problems[delivery.channel]))
                self._until_lost = _ARRIVE
