"""An approved answer as the people meet who ask, through the HTTP API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bot.answering.safeguarding_screen import Screening
from bot.approved_answers.answer_access import visible_answers
from bot.approved_answers.answer_writing import withdraw_answer
from bot.approved_answers.models import ApprovedAnswer
from bot.channels.message_service import gateway_service
from bot.datatypes.answer import Outcome
from bot.questions.models import AnswerRecord, ReviewItem, SchoolMembership
from tests.approved_answers.desk import BAYS, PARKING
from tests.channels.fake_dialogue import message_with
from tests.questions.people import item, member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("encoder")]

APPROVED = "answered_by_approved_answer"


@pytest.fixture(autouse=True)
def silent_policies(dialogue):
    dialogue.reply = lambda _turn: [message_with(Outcome.UNANSWERED_NOT_IN_POLICY, "I could not find this.")]


def outcomes(messages):
    return [message["answer"]["outcome"] for message in messages]


def test_an_answer_is_given_from_the_next_question_on(ask, publish):
    assert outcomes(ask(text="where do guests park?")) == ["unanswered_not_in_policy"]
    publish()
    assert outcomes(ask(text="is there visitor parking?", conversation="c-2")) == [APPROVED]


def test_the_text_says_whose_word_it_is_and_since_when(ask, publish):
    publish()
    [message] = ask(text=PARKING)
    today = timezone.localdate()
    asked, said = message["text"].split("\n\n")[:2]
    assert asked.startswith("This answers: “")
    assert said == f"Your safeguarding lead’s answer, {today.day} {today:%B %Y}: {BAYS}"
    assert message["answer"]["verdict"] is None


def test_a_deputys_answer_is_not_called_the_leads(ask, write, client):
    client.force_login(member("deputy", oakfield="deputy"))
    write()
    assert "\n\nYour deputy safeguarding lead’s answer, " in ask(text=PARKING)[0]["text"]


def test_the_clauses_it_rests_on_are_quoted_word_for_word(ask, publish):
    publish(clauses=["c-1", "c-2"])
    [message] = ask(text=PARKING)
    quoted = [citation["text"] for citation in message["answer"]["citations"]]
    assert quoted == ["Visitors sign in at the office.", "Cars are left in marked bays."]


MAYBE = "where do guests park?"  # too far from PARKING to be given its answer, near enough to be offered it


def test_what_may_be_meant_is_offered_below_what_the_policies_do_not_say(ask, publish):
    publish()
    said, offered = ask(text=MAYBE)
    assert outcomes([said, offered]) == ["unanswered_not_in_policy", APPROVED]
    assert offered["text"].startswith(f"This may be what you mean. It answers: “{PARKING}”")
    assert BAYS in offered["text"]


def test_who_was_offered_an_answer_still_waits_for_one(ask, publish):
    publish()
    said, _ = ask(text=MAYBE)
    assert AnswerRecord.objects.get().outcome == "unanswered_not_in_policy"
    assert ReviewItem.objects.get().pk == said["answer"]["review_item"]


def test_the_words_of_who_was_offered_an_answer_can_be_added_to_it(ask, publish, client):
    answer = publish()
    said, _ = ask(text=MAYBE)
    filed = said["answer"]["review_item"]
    link = reverse("approved-answer", args=[answer.pk]) + f"?item={filed}"
    assert link in client.get(reverse("review-item", args=[filed])).content.decode()

    form = client.get(link).context["form"]
    fields = {
        name: form[name].value() for name in ("school", "question", "phrasings", "text", "audience", "expires_on")
    }
    client.post(link, fields | {"revision": answer.revision, "do": "publish"})
    assert outcomes(ask(text=MAYBE, conversation="c-2")) == [APPROVED]


def test_words_are_added_to_no_other_schools_answer(publish, client, lead):
    answer, foreign = publish(), item("elmhurst")
    SchoolMembership.objects.create(user=lead, school="elmhurst", role="safeguarding_lead")
    link = reverse("approved-answer", args=[answer.pk])
    assert client.get(link, {"item": foreign.pk}).status_code == 404
    assert client.get(link, {"item": item().pk}).status_code == 200


@pytest.mark.parametrize("outcome", [Outcome.ANSWERED_FROM_POLICY, Outcome.CLARIFICATION_NEEDED])
def test_nothing_is_offered_beside_what_the_policies_answer(ask, publish, dialogue, outcome):
    publish()
    dialogue.reply = lambda _turn: [message_with(outcome, "Visitors sign in at the office.")]
    assert outcomes(ask(text=MAYBE)) == [outcome]


def test_nothing_is_offered_of_what_was_approved_for_others(ask, publish):
    publish(audience="volunteers")
    assert outcomes(ask(text=MAYBE, role="staff")) == ["unanswered_not_in_policy"]


def test_what_was_answered_waits_for_nobody(ask, publish):
    publish()
    ask(text=PARKING)
    assert AnswerRecord.objects.get().outcome == APPROVED
    assert not ReviewItem.objects.exists()


def test_another_question_gets_what_the_dialogue_says(ask, publish):
    publish()
    assert outcomes(ask(text="Can a visitor bring a dog on site?")) == ["unanswered_not_in_policy"]


def test_the_dialogue_is_asked_in_any_case(ask, publish, dialogue):
    publish()
    ask(text=PARKING)
    assert len(dialogue.turns) == 1


CONCERNS = [outcome for outcome in Outcome if outcome.startswith("safeguarding")]


@pytest.mark.parametrize("outcome", CONCERNS)
def test_a_concern_that_the_dialogue_sees_beats_an_approved_answer(ask, publish, dialogue, outcome):
    publish()
    dialogue.reply = lambda _turn: [message_with(outcome)]
    assert outcomes(ask(text=PARKING)) == [outcome]


def test_a_concern_in_the_words_of_an_approved_question_gets_the_safeguarding_text(ask, publish):
    words = "A pupil told me her dad hits her, who do I tell?"
    publish(question=words, phrasings="", text="Ask the office.")
    messages = ask(text=words)
    assert outcomes(messages)[0].startswith("safeguarding")
    assert "Ask the office." not in str(messages)


def test_beside_a_safeguarding_text_stands_no_approved_answer(ask, publish, monkeypatch):
    publish()
    unsure = Screening(Outcome.SAFEGUARDING_CONCERN, sure=False)
    monkeypatch.setattr(gateway_service(), "_screen", lambda _text: unsure)
    messages = ask(text=PARKING)
    assert outcomes(messages) == ["safeguarding_concern"]


def test_small_talk_stays_small_talk(ask, publish, dialogue):
    publish()
    dialogue.reply = lambda _turn: [message_with(Outcome.CONVERSATION, "Hello.")]
    assert outcomes(ask(text=PARKING)) == ["conversation"]


def test_without_the_dialogue_the_safe_text_stands(ask, publish, dialogue):
    publish()
    dialogue.fault = "500"
    assert outcomes(ask(text=PARKING)) == ["failed_service_unavailable"]


def test_each_question_of_a_message_is_matched_by_itself(ask, publish):
    publish()
    first, second = ask(text="Can I bring my dog to work? And where can visitors park?")
    assert outcomes([first, second]) == ["unanswered_not_in_policy", APPROVED]


def test_a_follow_up_is_matched_in_full(ask, publish):
    publish(
        question="Can volunteers use the staffroom?",
        phrasings="are helpers allowed in the staff room",
        text="Yes, they may.",
    )
    ask(text="Can visitors use the staffroom?")
    [message] = ask(text="what about volunteers?")
    assert message["answer"]["outcome"] == APPROVED


def test_an_answer_for_volunteers_is_for_them_alone(ask, publish):
    publish(audience="volunteers")
    assert outcomes(ask(text=PARKING, role="staff")) == ["unanswered_not_in_policy"]
    assert outcomes(ask(text=PARKING, role="volunteer", conversation="c-2")) == [APPROVED]


def test_who_says_their_role_gets_what_was_approved_for_it(ask, publish, dialogue):
    publish(audience="volunteers", question="Where do I park?", phrasings="where can I leave my car")
    dialogue.reply = lambda _turn: [message_with(Outcome.CLARIFICATION_NEEDED, "Who are you?")]
    [message] = ask(text="Where do I park?")
    press = next(button["id"] for button in message["buttons"] if button["id"].endswith("role_volunteer"))
    assert outcomes([message]) == ["clarification_needed"]
    assert outcomes(ask(text="", button=press)) == [APPROVED]


def test_no_answer_crosses_to_another_school(ask, publish):
    publish()
    assert outcomes(ask(text=PARKING, school="elmhurst")) == ["unanswered_not_in_policy"]


def test_a_withdrawn_answer_is_given_no_more(ask, publish, lead):
    answer = publish()
    assert outcomes(ask(text=PARKING)) == [APPROVED]
    withdraw_answer(lead, answer.pk)
    assert outcomes(ask(text=PARKING, conversation="c-2")) == ["unanswered_not_in_policy"]


def test_a_draft_is_given_to_nobody(ask, write, lead):
    write("draft")
    assert outcomes(ask(text=PARKING)) == ["unanswered_not_in_policy"]


def is_lapsed(answer, lead):
    return visible_answers(lead).get(pk=answer.pk).status == ApprovedAnswer.Status.LAPSED


def test_an_expired_answer_lapses(ask, publish, lead):
    answer = publish()
    ask(text=PARKING)
    ApprovedAnswer.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    gateway_service.cache_clear()  # a gateway that is started the next day
    assert outcomes(ask(text=PARKING, conversation="c-2")) == ["unanswered_not_in_policy"]
    assert is_lapsed(answer, lead)


@pytest.mark.parametrize(
    "now",
    [{"c_1": "Visitors sign in at the gate.", "c_2": "Cars are left in marked bays."}, {"c_2": "Cars are banned."}],
)
def test_an_answer_lapses_at_once_when_a_clause_it_rests_on_changes_or_goes(ask, publish, clauses, lead, now):
    answer = publish(clauses=["c-1"])
    assert outcomes(ask(text=PARKING)) == [APPROVED]
    clauses(**now)
    assert outcomes(ask(text=PARKING, conversation="c-2")) == ["unanswered_not_in_policy"]
    assert is_lapsed(answer, lead)


def test_a_lapsed_answer_stays_lapsed_when_the_old_clause_comes_back(ask, publish, clauses, lead):
    answer = publish(clauses=["c-1"])
    clauses(c_2="Cars are left in marked bays.")
    ask(text=PARKING)
    clauses(c_1="Visitors sign in at the office.", c_2="Cars are left in marked bays.")
    assert outcomes(ask(text=PARKING, conversation="c-2")) == ["unanswered_not_in_policy"]
    assert is_lapsed(answer, lead)


def test_an_answer_goes_on_when_another_clause_changes(ask, publish, clauses):
    publish(clauses=["c-1"])
    clauses(c_1="Visitors sign in at the office.", c_2="Cars are banned.")
    assert outcomes(ask(text=PARKING)) == [APPROVED]


def test_without_an_encoder_the_dialogues_answer_stands(ask, publish, gateway):
    publish()
    gateway.SIGNPOST.onnx_encoder.unlink()
    assert outcomes(ask(text=PARKING)) == ["unanswered_not_in_policy"]


def test_an_approved_answer_offers_no_further_clauses(ask, publish):
    publish(clauses=["c-1"])
    titles = [button["title"] for button in ask(text=PARKING)[0]["buttons"]]
    assert titles == ["Ask the safeguarding lead", "Helpful", "Not helpful"]
