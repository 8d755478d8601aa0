"""Run as a program beside a gateway: puts something of everything on Larkfield's desk, once; the lead is signed in."""

import django


def main() -> None:
    from django.conf import settings
    from django.contrib.auth.models import User

    from bot.index.clause_store import ClauseStore
    from bot.questions.models import SchoolMembership

    lead = SchoolMembership.objects.get(user__username="farthing", role="safeguarding_lead").user
    if SchoolMembership.objects.filter(user=lead, role="administrator").exists():
        return
    SchoolMembership.objects.create(user=lead, school="larkfield", role="administrator")
    SchoolMembership.objects.create(
        user=User.objects.create_user("a.very.long.name.indeed@larkfield.example.org"),
        school="larkfield",
        role="deputy",
    )
    store = ClauseStore(settings.SIGNPOST.index)
    cover(store)
    ask(lead)
    approve(lead, store)
    lose_replies()


def cover(store) -> None:
    """One topic of each state; the manifest stands for an index that was made."""
    from bot.index.index_manifest import manifest_file
    from bot.reporting.coverage_store import Kept, index_digest, write_coverage
    from bot.reporting.topic_coverage import TopicCoverage

    manifest = manifest_file(store.folder, "larkfield")
    manifest.parent.mkdir(exist_ok=True)
    manifest.write_text("{}")
    states = {"ask_smartwatch": ("covered", 8), "ask_strong_password": ("partly", 4), "ask_ai_tools": ("silent", 0)}
    topics = {
        topic: TopicCoverage(state=state, asked=8, answered=answered, related=0, clauses=("c-locker",))
        for topic, (state, answered) in states.items()
    }
    write_coverage(store, "larkfield", Kept(index=index_digest(store, "larkfield"), method="test", topics=topics))


def ask(lead) -> None:
    """Questions of some weeks, so many that the audit log has two pages, and a reply."""
    from datetime import timedelta

    from django.utils import timezone

    from bot.questions.models import ReviewItem
    from bot.questions.triage import look_at_review_item
    from tests.questions.people import item
    from tests.reporting import asked_questions

    for weeks in range(5):
        at = timezone.now() - timedelta(weeks=weeks, hours=1)
        asked_questions.ask(
            "larkfield", topic="ask_smartwatch", at=at, number=7 - weeks, text="Watches?", role="teacher"
        )
        asked_questions.ask("larkfield", asked_questions.SILENT, topic="ask_ai_tools", at=at, number=2, text="AI?")
    asked_questions.replied(lead, 5, "larkfield")
    waiting = item("larkfield", ReviewItem.Kind.CONCERN, text="A pupil told me something.")
    for _ in range(110):
        look_at_review_item(lead, waiting.pk)


def approve(lead, store) -> None:
    """An answer in use, one that has lapsed, and a draft."""
    from datetime import timedelta

    from django.utils import timezone

    from bot.approved_answers.answer_writing import AnswerContent, create_answer
    from bot.demo.clock import clock_at

    today = timezone.localdate()
    for question, days, publish in (
        ("Where do phones go?", 365, True),
        ("May I park?", 30, True),
        ("Keys?", 365, False),
    ):
        content = AnswerContent(question, "In the office.", expires_on=today + timedelta(days=days - 60))
        with clock_at(timezone.now() - timedelta(days=60)):
            create_answer(lead, "larkfield", content, store, publish=publish)


def lose_replies() -> None:
    """A reply that will not arrive, and one that is late; a workspace of no school."""
    from datetime import timedelta

    from django.utils import timezone

    from bot.datatypes.answer import Message
    from bot.deliveries.inbox import note_unknown_workspace
    from bot.deliveries.models import Delivery
    from bot.deliveries.outbox import mark_undeliverable, queue_reply
    from tests.deliveries.conftest import event

    lost, late = (queue_reply(event(place, school="larkfield"), [Message(kind="text", text="No.")]) for place in (1, 2))
    mark_undeliverable(lost, "channel_not_found")
    Delivery.objects.filter(pk=late.pk).update(created_at=timezone.now() - timedelta(hours=1), attempts=3)
    note_unknown_workspace("slack", "T0NOBODY")


if __name__ == "__main__":
    django.setup()
    main()
