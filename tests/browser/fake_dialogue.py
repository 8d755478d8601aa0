"""A dialogue on loopback that speaks the contract of ``bot/README.md`` and answers by a word of the question."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bot.datatypes.answer import Answer, Citation, Escalation, Message, Modality, Notice, Outcome, Verdict
from tests.browser.invented_school import HOSTILE_WORDS

SECRET = "dialogue-secret"
LEAD = Escalation(
    route="safeguarding_lead",
    name="Ms Odile Farthing (Assistant head)",
    contact="01632 960 001",
    reason="For anything the clause leaves open.",
)


def _citation(public_url: str, clause_id: str, text: str, **fields) -> Citation:
    values = {
        "document": "Phones and Devices Policy",
        "section": "4.2 Staff devices",
        "label": "",
        "reference": "Phones and Devices Policy, section 4.2",
        "url": f"{public_url}/policies/larkfield/phones/{clause_id}#{clause_id}",
        "score": 0.9,
    }
    return Citation(clause_id=clause_id, text=text, **(values | fields))


def replies(public_url: str) -> dict[str, Message]:
    """What is answered to a question that holds each word."""
    locker = _citation(
        public_url,
        "c-locker",
        "Personal phones stay in a locker while pupils are in the room.",
        lead_in="Staff must see that:",
    )
    trip = _citation(
        public_url,
        "c-trip",
        "A trip leader carries the school phone.",
        section="6 Trips",
        label="6.1",
        reference="Phones and Devices Policy, 6.1",
        score=0.6,
    )
    row = _citation(
        public_url, "r-staff", "Staff room\tAllowed\tAt break", section="5 Where phones may be used", score=0.5
    )
    hostile = _citation(public_url, "c-hostile", HOSTILE_WORDS)
    return {
        "phone": Message(
            kind="answer",
            text="Not allowed",
            answer=Answer(
                outcome=Outcome.ANSWERED_FROM_POLICY,
                verdict=Verdict(
                    modality=Modality.PROHIBITED, text="Not allowed: “stay in a locker while pupils are in the room.”"
                ),
                citations=(locker, trip, row),
                escalation=LEAD,
                notices=(
                    Notice(
                        code="review_overdue",
                        text="“Phones and Devices Policy” was due for review (March 2020). Ask whether it has changed.",
                    ),
                ),
            ),
        ),
        "hostile": Message(
            kind="answer",
            text="x",
            answer=Answer(
                outcome=Outcome.ANSWERED_FROM_POLICY,
                verdict=Verdict(modality=Modality.INFORMATION, text=HOSTILE_WORDS),
                citations=(hostile,),
            ),
        ),
        "": Message(
            kind="answer",
            text="I could not find this in your school’s policies.",
            answer=Answer(outcome=Outcome.UNANSWERED_NOT_IN_POLICY, escalation=LEAD),
        ),
    }


@contextmanager
def run_fake_dialogue(port: int, public_url: str) -> Iterator[None]:
    """Serve until the block ends."""
    answers = replies(public_url)

    class Channel(BaseHTTPRequestHandler):
        """The dialogue's one channel."""

        def do_POST(self) -> None:
            if self.headers.get("Authorization") != f"Bearer {SECRET}":
                self.send_error(401)
                return
            turn = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            message = next(answer for word, answer in answers.items() if word in turn["text"].casefold())
            body = json.dumps({"messages": [message.model_dump(mode="json")]}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Channel)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
