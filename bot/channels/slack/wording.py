"""What the Slack app says of itself. Fixed texts."""

from __future__ import annotations

ASKING = """Write your question as you would say it to a colleague, such as “can I use my phone on a trip?”.
- In Messages, here in the app: only you see the answer.
- In a channel: mention Signpost. It answers in the thread, and further questions in that thread need no mention.
- Anywhere: write /signpost and your question. Only you see the answer, until you share it.
- A worry about a child or an adult is answered to you alone, wherever you write it. Speak to a person as well: \
Signpost tells nobody for you."""

PRIVACY = """Your school keeps your questions and the answers for a time, under a code instead of your name. The \
safeguarding lead can read questions that no policy answers, and those that report a worry. In a channel, Signpost \
keeps nothing but the threads it was asked in. Please leave out children’s names."""

ASK_IN_MESSAGES = """Several schools use Signpost here. Write your first question in Messages: you are asked once \
which school is yours. To change it later, write “change school”."""

NO_SCHOOL = """Signpost does not know which school this is, so it cannot answer here yet. Please ask whoever looks \
after Signpost at your school to connect this workspace."""
