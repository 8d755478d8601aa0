"""Questions that mean the same become one group, beside the answering."""

from __future__ import annotations

import numpy as np
import pytest

from bot.questions.models import QuestionMeaning, ReviewItem
from bot.questions.question_grouping import WORDS_ALONE, Comparison, group_new_questions
from bot.questions.review_groups import take_out_of_group
from bot.questions.triage import close_review_item
from tests.questions.people import item, member

pytestmark = pytest.mark.django_db

Kind = ReviewItem.Kind
# Directions in a plane, in degrees: the nearer, the more alike.
DEGREES = {"vape?": 0, "may I vape?": 10, "vaping?": 20, "parking?": 90, "cars?": 95}


def encode(texts):
    angles = np.radians([DEGREES.get(text, 180) for text in texts])
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def alike(nearness, _one, _other):
    return nearness >= np.cos(np.radians(12))


BY_MEANING = Comparison("encoder 1", encode, alike)
BY_WORDS = Comparison(WORDS_ALONE, None, alike)


def groups():
    """The texts that stand together."""
    found = {}
    for one in ReviewItem.objects.exclude(group=None).select_related("question").order_by("pk"):
        found.setdefault(one.group_id, []).append(one.question.text)
    return list(found.values())


def asked(text, **fields):
    """An item of a conversation of its own."""
    waiting = item(text=f"{text} {ReviewItem.objects.count()}", **fields)
    waiting.question.text = text
    waiting.question.save()
    return waiting


def test_questions_that_mean_the_same_are_grouped():
    for text in ("vape?", "parking?", "may I vape?", "cars?"):
        asked(text)
    assert group_new_questions(BY_MEANING) == 4
    assert groups() == [["vape?", "may I vape?"], ["parking?", "cars?"]]


def test_a_question_joins_only_where_it_means_the_same_as_all():
    for text in ("vape?", "may I vape?", "vaping?"):
        asked(text)
    group_new_questions(BY_MEANING)
    assert groups() == [["vape?", "may I vape?"]]


def test_each_question_is_compared_once():
    asked("vape?")
    assert [group_new_questions(BY_MEANING), group_new_questions(BY_MEANING)] == [1, 0]


def test_without_an_encoder_the_same_words_are_the_same_question():
    for text in ("vape?", "Vape? ", "may I vape?"):
        asked(text)
    group_new_questions(BY_WORDS)
    assert groups() == [["vape?", "Vape? "]]


def test_an_encoder_that_comes_later_groups_what_waits():
    asked("vape?")
    asked("may I vape?")
    group_new_questions(BY_WORDS)
    assert groups() == []
    group_new_questions(BY_MEANING)
    assert groups() == [["vape?", "may I vape?"]]


def test_vectors_of_different_encoders_are_not_compared():
    asked("vape?")
    group_new_questions(BY_MEANING)
    closed = ReviewItem.objects.get()
    close_review_item(member("lead", oakfield="safeguarding_lead"), closed)
    asked("may I vape?")
    group_new_questions(Comparison("encoder 2", encode, alike))
    assert groups() == []


@pytest.mark.parametrize("kind", [Kind.CONCERN, Kind.ALLEGATION, Kind.ALLEGATION_ABOUT_HEAD])
def test_concerns_are_never_compared(kind):
    asked("vape?", kind=kind)
    asked("vape?", kind=kind)
    assert group_new_questions(BY_MEANING) == 0
    assert not QuestionMeaning.objects.exists()


@pytest.mark.parametrize(("one", "other"), [({}, {"school": "elmhurst"}), ({"role": "staff"}, {"role": "volunteer"})])
def test_questions_of_another_school_or_role_stay_apart(one, other):
    asked("vape?", **one)
    asked("vape?", **other)
    group_new_questions(BY_MEANING)
    assert groups() == []


def test_who_gave_no_role_asks_like_staff():
    asked("vape?", role="staff")
    asked("vape?")
    group_new_questions(BY_MEANING)
    assert groups() == [["vape?", "vape?"]]


def test_a_question_asked_again_joins_the_one_that_was_dealt_with():
    before = asked("vape?")
    group_new_questions(BY_MEANING)
    close_review_item(member("lead", oakfield="safeguarding_lead"), before)
    asked("may I vape?")
    group_new_questions(BY_MEANING)
    assert groups() == [["vape?", "may I vape?"]]


def test_what_was_set_apart_stays_apart():
    asked("vape?")
    apart = asked("may I vape?")
    group_new_questions(BY_MEANING)
    take_out_of_group(member("lead", oakfield="safeguarding_lead"), ReviewItem.objects.get(pk=apart.pk))
    asked("may I vape?")
    group_new_questions(BY_MEANING)
    assert groups() == [["vape?", "may I vape?"]]
    apart.refresh_from_db()
    assert apart.group is None


def test_a_question_that_became_a_concern_meanwhile_joins_nothing():
    asked("vape?")
    asked("may I vape?")

    def encode_late(texts):
        ReviewItem.objects.update(kind=Kind.CONCERN)
        return encode(texts)

    group_new_questions(Comparison("encoder 1", encode_late, alike))
    assert groups() == []
