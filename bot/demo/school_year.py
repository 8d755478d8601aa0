"""An invented school year, written through the doors of the record in the order in which it happened."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import count
from random import Random
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from bot.channels.answer_buttons import ButtonAction, apt_actions, with_buttons
from bot.channels.fixed_replies import build_thanks
from bot.datatypes.answer import Message, speak_of_concern
from bot.demo.answers import DemoAnswers, Found, read_questions, read_year
from bot.demo.calendar import SchoolCalendar
from bot.demo.clock import clock_at
from bot.demo.lead_answers import LeadAnswers, bring_in
from bot.demo.people import Asker, DemoAccount, make_askers
from bot.demo.replies_sent import RepliesSent
from bot.questions import intake
from bot.questions.access import QUESTIONS, VISIBLE_KINDS, Kind, Role
from bot.questions.bulk_triage import assign_review_items
from bot.questions.incoming_message import IncomingMessage
from bot.questions.intake import AnsweredQuestion
from bot.questions.item_notes import note_on_review_item
from bot.questions.models import WAITING, AnswerRecord, Feedback, ReviewItem, WebLink
from bot.questions.triage import close_review_item, look_at_review_item, reply_to_review_item
from bot.questions.web_links import make_link

AT_ONCE = 100  # deeds in one transaction
CONCERNS = 60
_POPULARITY = 1.1
_SAMENESS = 1.7  # the shape of a Pareto distribution: a few wordings are most people's
_FEEDBACK, _HELPED, _TO_LEAD = 0.14, 0.8, 0.015  # shares of the answers
_TAKEN_ON = 0.3  # of the questions that wait
_NEWEST = timedelta(days=4)  # what came since waits for a person

Deed = Callable[[datetime], None]


class SchoolYear:
    """Writes the year that ends with ``until``; the same for the same seed and day, but for keys and passwords."""

    def __init__(self, answers: DemoAnswers, accounts: Sequence[DemoAccount], until: datetime, seed: int) -> None:
        self._year, self._questions = read_year(), read_questions()
        self._answers, self._accounts = answers, accounts
        self._random = Random(seed)  # noqa: S311 - for variety, not for secrets
        self._until = until
        self._calendar = SchoolCalendar(timezone.localdate(until), self._year["months"], self._year["holidays"])
        self._schools = sorted({account.schools[0] for account in accounts})
        self._askers = make_askers(self._schools, self._year, self._random)
        self._approved = LeadAnswers(answers.settings, self._year["approved"], self._questions)
        self._replies = RepliesSent(self._year["undeliverable"], self._random)
        # Some topics are asked about all the time, most hardly ever.
        self._popularity = {topic: self._random.paretovariate(_POPULARITY) for topic in self._questions}
        self._deeds: list[tuple[datetime, int, Deed]] = []
        self._order = count()

    def write(self, questions: int) -> None:
        """Fill the record with ``questions`` ordinary questions, and concerns besides."""
        for at in self._calendar.times(questions, self._random):
            self._plan(at, self._ask_something)
        for at in self._calendar.times(CONCERNS, self._random):
            self._plan(at, self._confide)
        for hours in (5, 30):  # somebody waits, on whichever day the demo is made
            self._plan(self._until - timedelta(hours=hours), self._confide)
        self._plan(self._until - timedelta(days=20), self._hang_up_posters)
        self._plan(self._until - timedelta(days=12), self._bring_in_lists)
        while self._deeds:
            with transaction.atomic():
                for _ in range(min(AT_ONCE, len(self._deeds))):
                    at, _, deed = heapq.heappop(self._deeds)
                    with clock_at(at):
                        deed(at)

    def _plan(self, at: datetime, deed: Deed) -> None:
        if at < self._until:
            heapq.heappush(self._deeds, (at, next(self._order), deed))

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _ask_something(self, at: datetime) -> None:
        asker = self._random.choice(self._askers)
        season = self._year["seasons"].get(at.month, {})
        topics = list(self._questions)
        topic = self._random.choices(topics, [season.get(name, 1) * self._popularity[name] for name in topics])[0]
        told = self._questions[topic]
        text = told[min(int(self._random.paretovariate(_SAMENESS)) - 1, len(told) - 1)]
        found = self._find(asker.school, text, asker.role)
        if speak_of_concern([found.message]):  # the screen takes it for one: those are told apart, below
            return self._ask_something(at)
        self._record(asker, text, found, at)

    def _find(self, school: str, text: str, role: str) -> Found:
        approved = self._approved.find(school, text, role)
        return Found(approved) if approved else self._answers.ask(school, text, role)

    def _confide(self, at: datetime) -> None:
        kinds = self._year["concerns"]
        told = self._random.choices(kinds, [len(kind["texts"]) for kind in kinds])[0]
        asker = self._random.choice(self._askers)
        found = self._answers.refer(asker.school, told["outcome"])
        self._record(asker, self._random.choice(told["texts"]), found, at)

    def _record(self, asker: Asker, text: str, found: Found, at: datetime) -> None:
        message = found.message
        conversation = f"demo-{asker.channel}-{asker.number}-{at:%Y%m%d}"
        incoming = IncomingMessage(
            asker.school, conversation, text, channel=asker.channel, role=asker.role, asker=asker.pseudonym
        )
        answer_id, replied = self._id(), at + timedelta(milliseconds=self._random.randint(35, 140))
        recorded = intake.record_question(incoming, at, self._id())
        answered = AnsweredQuestion(with_buttons([message], answer_id), answer_id=answer_id, search=found.search)
        [shown] = intake.record_answers(recorded.id, [answered], (replied - at) // timedelta(milliseconds=1))
        AnswerRecord.objects.filter(pk=answer_id).update(sent_at=replied)
        self._follow_up(at, shown)
        if ButtonAction.HELPFUL in apt_actions(message) and self._chance(_FEEDBACK):
            action = ButtonAction.HELPFUL if self._chance(_HELPED) else ButtonAction.NOT_HELPFUL
            self._plan(at + timedelta(minutes=self._random.randint(1, 9)), self._press(incoming, answer_id, action))
        elif ButtonAction.ASK_SAFEGUARDING_LEAD in apt_actions(message) and self._chance(_TO_LEAD):
            self._file(at, intake.ask_for_lead(recorded.id))

    def _id(self) -> UUID:
        return UUID(int=self._random.getrandbits(128), version=4)

    def _press(self, incoming: IncomingMessage, answer_id: UUID, action: ButtonAction) -> Deed:
        def press(at: datetime) -> None:
            pressing = IncomingMessage(
                incoming.school,
                incoming.conversation,
                "",
                channel=incoming.channel,
                button=f"{answer_id}:{action}",
                asker=incoming.asker,
            )
            recorded = intake.record_question(pressing, at, self._id())
            assert recorded.pressed is not None  # noqa: S101 - the button was shown
            helpful = action == ButtonAction.HELPFUL
            intake.record_feedback(recorded.pressed, helpful=helpful)
            Feedback.objects.filter(answer_id=answer_id).update(given_at=at)
            intake.record_answers(recorded.id, [AnsweredQuestion([build_thanks(helpful=helpful)])], 20)
            AnswerRecord.objects.filter(question_id=recorded.id).update(sent_at=at)
            for item in ReviewItem.objects.filter(question_id=recorded.pressed.question_id, status="open"):
                self._file(at, item)

        return press

    def _follow_up(self, at: datetime, shown: Message) -> None:
        if shown.answer is not None and shown.answer.review_item is not None:
            self._file(at, ReviewItem.objects.get(pk=shown.answer.review_item))

    def _file(self, at: datetime, item: ReviewItem) -> None:
        """Have an item that was just opened dealt with some school day later, or left open."""
        if item.opened_at < at:
            return  # it was opened before, and is somebody's already
        ReviewItem.objects.filter(pk=item.pk).update(opened_at=at)
        is_concern = item.kind not in QUESTIONS
        handled = self._year["handled"]
        if at > self._until - _NEWEST or (not is_concern and self._chance(1 - sum(handled.values()) / 100)):
            if not is_concern and self._chance(_TAKEN_ON):
                self._plan(at + timedelta(hours=3), self._take_on(item))
            return
        seen = at + timedelta(minutes=self._random.randint(4, 90)) if is_concern else self._some_day(at)
        self._plan(seen, self._deal_with(item))

    def _some_day(self, after: datetime) -> datetime:
        day = self._calendar.next_school_time(after, self._random)
        return day + timedelta(days=self._random.choice((0, 0, 0, 1, 2, 6)))

    def _take_on(self, item: ReviewItem) -> Deed:
        def take_on(_at: datetime) -> None:
            user = self._reader(item).user
            assign_review_items(user, [item.pk], user)
            if self._chance(0.5):
                fresh = ReviewItem.objects.get(pk=item.pk)
                note_on_review_item(user, fresh, self._random.choice(self._year["notes"]))

        return take_on

    def _deal_with(self, item: ReviewItem) -> Deed:
        def deal_with(at: datetime) -> None:
            user = self._reader(item).user
            if ReviewItem.objects.filter(pk=item.pk, status=ReviewItem.Status.OPEN).exists():
                look_at_review_item(user, item.pk)
                self._plan(at + timedelta(minutes=self._random.randint(3, 40)), self._close(item))

        return deal_with

    def _close(self, item: ReviewItem) -> Deed:
        def close(_at: datetime) -> None:
            user, fresh = self._reader(item).user, ReviewItem.objects.get(pk=item.pk)
            if fresh.status not in WAITING:
                return  # it was filed twice, by its answer and by whoever asked, and is done with
            if fresh.kind not in QUESTIONS:
                close_review_item(user, fresh, category=ReviewItem.Category.PERSON_NEEDED)
                return
            self._replies.address(fresh)
            if not self._approved.answer_for_all(user, fresh):
                self._answer(user, fresh)
            self._replies.take()

        return close

    def _answer(self, user: User, item: ReviewItem) -> None:
        category = self._random.choice(list(self._year["replies"]))
        handled = self._year["handled"]
        if self._chance(handled["replied"] / sum(handled.values())):
            text = self._random.choice(self._year["replies"][category])
            reply_to_review_item(user, item, text, category=category)
        else:
            close_review_item(user, item, category=category)

    def _reader(self, item: ReviewItem) -> DemoAccount:
        """Who deals with an item: mostly the first of those who may see it."""
        kind = Kind(ReviewItem.objects.values_list("kind", flat=True).get(pk=item.pk))
        may = [one for one in self._accounts if item.school in one.schools and kind in VISIBLE_KINDS[one.role]]
        return may[0] if self._chance(0.8) else self._random.choice(may)

    def _leads(self) -> list[DemoAccount]:
        return [account for account in self._accounts if account.role is Role.SAFEGUARDING_LEAD]

    def _hang_up_posters(self, at: datetime) -> None:
        for lead in self._leads():
            link = make_link(lead.user, lead.schools[0], label="Summer fair helpers (demo)", role="volunteer", days=30)
            WebLink.objects.filter(pk=link.pk).update(created_at=at)

    def _bring_in_lists(self, _at: datetime) -> None:
        for lead in self._leads():
            bring_in(lead.user, lead.schools[0], self._year["drafts"])
