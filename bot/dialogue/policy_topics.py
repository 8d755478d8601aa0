"""The policy topics: every ``ask_`` intent of data/nlu, listed once in the domain and once in the rules.

    python -m bot.dialogue.policy_topics

writes both lists anew from data/nlu; a test fails while they differ. Run it after adding a topic.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NLU = ROOT / "data" / "nlu"
DOMAIN = ROOT / "bot" / "dialogue" / "domain" / "policy_topics.yml"
RULES = ROOT / "data" / "rules" / "answer_policy_questions.yml"

# These begin with ask_ too, but ask something of Signpost or of a person, not of a policy.
NOT_TOPICS = frozenset({"ask_for_help", "ask_are_you_a_bot", "ask_safeguarding_lead"})
# Questions that no topic fits still go to the policies: retrieval may find what the training phrases lack.
NO_TOPIC = ("ask_outside_policies", "nlu_fallback")

_HEADER = "# Written by `python -m bot.dialogue.policy_topics` from data/nlu.\n"


def topics_in(folder: Path = NLU) -> list[str]:
    """The policy topics that have training phrases in ``folder``, sorted."""
    texts = (path.read_text(encoding="utf-8") for path in folder.rglob("*.yml"))
    found = {name for text in texts for name in re.findall(r"^\s*-\s*intent:\s*(ask_\w+)", text, re.MULTILINE)}
    return sorted(found - NOT_TOPICS - set(NO_TOPIC))


def domain_text(topics: list[str]) -> str:
    """The domain file of these topics. None uses the entities: they never choose what happens next."""
    listed = "".join(f"  - {name}:\n      use_entities: []\n" for name in (*topics, NO_TOPIC[0]))
    return f'{_HEADER}version: "3.1"\n\nintents:\n{listed}\nactions:\n  - action_answer_policy_question\n'


def rules_text(topics: list[str]) -> str:
    """The rules file: whatever the topic, one action answers."""
    listed = "".join(f"          - intent: {name}\n" for name in (*topics, *NO_TOPIC))
    return (
        f'{_HEADER}version: "3.1"\n\nrules:\n'
        "  - rule: Whatever is asked of the policies, the policies answer\n"
        f"    steps:\n      - or:\n{listed}      - action: action_answer_policy_question\n"
    )


def main() -> None:
    """Write both files."""
    topics = topics_in()
    DOMAIN.write_text(domain_text(topics), encoding="utf-8")
    RULES.write_text(rules_text(topics), encoding="utf-8")


if __name__ == "__main__":
    main()
