"""The school's own clause below a safeguarding text: read from disk, and never in the way of the text."""

from __future__ import annotations

import asyncio

import pytest

from bot.answering.safeguarding_quotations import QUOTATIONS_FILE, write_choice
from bot.answering.safeguarding_screen import Screening
from bot.channels.message_service import IncomingMessage, MessageService
from bot.channels.rendering.plain_text import render_plain_text
from bot.datatypes.answer import Outcome
from bot.datatypes.policy import School
from bot.index.clause_store import ClauseStore
from bot.ingestion.ingest_corpus import read_corpus
from tests.channels.gateway_fixtures import OAKFIELD

pytestmark = pytest.mark.django_db(transaction=True)

CLAUSE = "Worries about a pupil's welfare are reported to the Designated Safeguarding Lead."
CONCERN, EMERGENCY = Outcome.SAFEGUARDING_CONCERN, Outcome.SAFEGUARDING_EMERGENCY


@pytest.fixture
def store(gateway, tmp_path):
    """The gateway's index, in which oakfield has a policy of one clause, chosen to be quoted."""
    folder = tmp_path / "corpus" / "oakfield"
    folder.mkdir(parents=True)
    (folder / "worries.txt").write_text(f"Worries Policy\n\n1. Reporting\n\n1.1 {CLAUSE}\n", encoding="utf-8")
    [read] = read_corpus(tmp_path / "corpus")
    store = ClauseStore(gateway.SIGNPOST.index)
    store.write(School(profile=OAKFIELD, documents=read.documents))
    write_choice(store, "oakfield", {CONCERN: (read.documents[0].clauses[-1].clause_id,)})
    return store


@pytest.fixture
def answer(gateway):
    """Answers a message that the screen takes for a concern, or for what is given."""

    def answer(outcome=CONCERN):
        service = MessageService(gateway.SIGNPOST, screen=lambda _text: Screening(outcome))
        [message] = asyncio.run(service.answer(IncomingMessage("oakfield", "c-1", "Something happened.")))
        return message

    return answer


def test_the_schools_clause_stands_below_the_fixed_text(store, answer):
    shown = render_plain_text(answer())
    assert shown.index("Robin Sample") < shown.index("Worries about a pupil's")


def test_the_clause_links_to_its_policy(store, answer, gateway):
    [citation] = answer().answer.citations
    assert citation.text == CLAUSE
    assert citation.url.startswith(f"{gateway.SIGNPOST.public_url}/policies/oakfield/")


def test_an_emergency_quotes_nothing(store, answer):
    assert answer(EMERGENCY).answer.citations == ()


@pytest.mark.parametrize("content", [None, b"", b"rubbish", b'{"made_from": "", "clauses": {}}'])
def test_a_choice_that_is_missing_or_broken_leaves_the_text_alone(store, answer, content):
    path = store.folder / "oakfield" / QUOTATIONS_FILE
    path.unlink() if content is None else path.write_bytes(content)
    message = answer()
    assert message.answer.citations == ()
    assert "Robin Sample" in message.text


def test_a_choice_from_an_older_policy_is_not_quoted(store, answer):
    school = store.read("oakfield")
    store.write(school.model_copy(update={"profile": school.profile.model_copy(update={"name": "Oakfield"})}))
    assert answer().answer.citations == ()


def test_the_clause_stays_in_use_while_the_index_is_away(store, gateway):
    service = MessageService(gateway.SIGNPOST, screen=lambda _text: CONCERN)
    service.directory.profile("oakfield")
    (store.folder / "oakfield").rename(store.folder / "elsewhere")
    assert [citation.text for citation in service.directory.quoted("oakfield", CONCERN)] == [CLAUSE]


def test_the_concern_is_not_the_question_the_conversation_goes_on_from(store, post, dialogue):
    post(text="Where do phones go?")
    post(text="a child told me her dad hits her")
    post(text="and on trips?")
    assert [turn["text"] for turn in dialogue.turns] == ["Where do phones go?", "and on trips?"]
    assert dialogue.turns[-1]["last_question"] == "Where do phones go?"


def test_after_a_concern_an_ordinary_question_is_answered_as_ever(store, ask, dialogue):
    [concern] = ask(text="a child told me her dad hits her")
    [message] = ask(text="Where do phones go?")
    assert concern["answer"]["outcome"] == CONCERN
    assert message["answer"]["outcome"] == Outcome.ANSWERED_FROM_POLICY
