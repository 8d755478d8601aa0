"""Whom a question is about, from its words, the asker's role and its topic, and how far a clause binds them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.datatypes.policy import Audience, Clause, PolicyDocument

_ASKER = {
    "staff": Audience.STAFF,
    "governor": Audience.STAFF,
    "volunteer": Audience.VOLUNTEERS,
    "visitor": Audience.VISITORS,
    "contractor": Audience.VISITORS,
    "parent": Audience.PARENTS,
    "pupil": Audience.PUPILS,
}
# What policies call people of a group when they say who counts as staff.
_COUNTED_AS = {
    Audience.VOLUNTEERS: ("volunteer",),
    Audience.VISITORS: ("visitor", "contractor"),
}
_PUPILS = (
    r"(?:pupils?|child(?:ren)?|kids?|kiddies|students?(?! (?:teacher|on placement))|learners?|boys?|girls?|lads?|teens?"
    r"|teenagers?|youngsters?|little ones?|sixth[ -]?formers?|(?:my )?(?:year|yr) ?(?:\d\d?|one|two|three|four|five|six"
    r"|seven|eight|nine|ten|eleven)s?|y\d\d?s?|ks[1-4]|reception (?:class|children|kids)|under[ -]?\d+s?)"
)
_NAMED = {
    Audience.PUPILS: _PUPILS,
    Audience.VOLUNTEERS: r"(?:volunteers?|(?:parent |reading |pta )?helpers?)",
    Audience.VISITORS: (
        r"(?:visitors?|guests?|contractors?|builders?|plumbers?|engineers?|speakers?|inspectors?|tradespeople)"
    ),
    Audience.PARENTS: r"(?:parents?|carers?|mums?|dads?|families|grandparents?)(?! helpers?)",
}
_ASKS = (
    r"(?:can|may|should|do|does|did|are|is|what|when|how|where|if|must|could|let|allow|will|would|has|have|which|about"
    r"|for)"
)
# "can a visitor …", "what happens if a kid …", "what about volunteers": named as whom the question is about.
_AS_SUBJECT = {
    group: re.compile(
        rf"\b{_ASKS}\b(?:(?!\bwith\b|\bto\b|\bof\b|\bfrom\b)[^.?!]){{0,25}}?"
        rf"\b(?:an? |the |our |my |any |all |some )?(?:new |other )?{words}\b"
        r"(?!['’]s (?!phone|mobile|device|watch|tablet))",
        re.IGNORECASE,
    )
    for group, words in _NAMED.items()
}
_PUPIL_MENTIONED = re.compile(
    r"\b(?:pupil|child|kid|student|learner|boy|girl|lad|teen|little one|youngster|year \w+|y\d|sixth|under.?\d"
    r"|they|them|their|he|she|his|her)\w*",
    re.IGNORECASE,
)
# The asker acts: "can I photograph a pupil", "should we let visitors …". "My class" alone is no act.
_ASKER_ACTS = re.compile(
    r"\b(?:can|could|may|might|should|shall|must|do|did|am|are|will|would|have|let) (?:i|we|staff|teachers?)\b"
    r"|\b(?:i|we)(?:['’](?:m|re|d|ve|ll))?\b(?! (?:teach|have in))",
    re.IGNORECASE,
)
# "who may look at a child's phone": about what is done with pupils' things, by staff.
_WHO = re.compile(r"\bwho\b", re.IGNORECASE)
# A rule for one kind of visitor is none for the others.
_KIND_OF_VISITOR = re.compile(
    r"^(?:the |any |all |our )?(?P<kind>health visitors?|inspectors?|social workers?|health professionals?|trades\w+"
    r"|builders?|engineers?|contractors?|journalists?|photographers?|drivers?|passenger assistants?|hirers?)\b",
    re.IGNORECASE,
)
_WORKMEN = ("trade", "build", "engin", "contr")

OWN, COUNTED, EVERYBODY, KINDRED, OTHERS = 1.0, 0.8, 0.7, 0.5, 0.0


@dataclass(frozen=True)
class Asked:
    """Whom a question is about: ``audiences`` are the groups, never none; ``role`` the asker's, where it is known."""

    audiences: frozenset[Audience]
    role: str | None = None


def named_in(question: str) -> frozenset[Audience]:
    """The groups other than the asker's own that the question's words ask about."""
    if _ASKER_ACTS.search(question) or _WHO.search(question):
        return frozenset()
    return frozenset(group for group, pattern in _AS_SUBJECT.items() if pattern.search(question))


def audiences_of(question: str, role: str | None, topic: Audience | None) -> frozenset[Audience]:
    """The audiences whose clauses the question is likely to be answered by; never empty.

    Whoever is asked about in so many words counts alone; else the asker, and with them whoever else the topic's rules
    are usually for. That those are usually staff makes nobody staff.

    :param role: the asker's role where it is known.
    :param topic: whom the likeliest topic's rules are for, where there is a likely topic.
    """
    named = named_in(question)
    if named:
        return named
    asker = _ASKER.get(role or "staff", Audience.STAFF)
    if _WHO.search(question) and _AS_SUBJECT[Audience.PUPILS].search(question):
        return frozenset({asker, Audience.PUPILS})
    return frozenset({asker} if topic in (None, Audience.EVERYONE, Audience.STAFF) else {asker, topic})


def may_be_about_pupils(question: str, audiences: frozenset[Audience]) -> bool:
    """Whether pupils' own rules may be shown: never where nothing in the question points to a pupil."""
    return Audience.PUPILS in audiences or _PUPIL_MENTIONED.search(question) is not None


def binds(bound: Collection[Audience], counts_as_staff: Collection[str], asked: Asked) -> float:
    """How far a clause binds those a question is about: 1 their own rule, 0 somebody else's.

    :param bound: the groups that the clause binds, none for everyone (``Clause.binds``).
    :param counts_as_staff: the roles that its policy counts as staff (``PolicyDocument.counts_as_staff``).
    """
    if not bound:
        return EVERYBODY
    if not asked.audiences.isdisjoint(bound):
        return EVERYBODY if _is_for_several(bound) else OWN
    if Audience.STAFF in bound and _counted(counts_as_staff, asked):
        return COUNTED
    # Whoever helps and is nobody's staff comes in as a visitor; what staff do with pupils' things concerns pupils.
    volunteer_visits = Audience.VOLUNTEERS in asked.audiences and Audience.VISITORS in bound
    if volunteer_visits and "volunteer" not in counts_as_staff:
        return KINDRED
    return KINDRED if Audience.PUPILS in asked.audiences and Audience.STAFF in bound else OTHERS


def _is_for_several(bound: Collection[Audience]) -> bool:
    """Whether a clause speaks to staff or pupils among others, and so to nobody in particular."""
    others = set(bound) - {Audience.STAFF, Audience.VOLUNTEERS}
    return bool(Audience.STAFF in bound and others) or (Audience.PUPILS in bound and len(bound) > 1)


def _counted(counts_as_staff: Collection[str], asked: Asked) -> bool:
    names = {name for group in asked.audiences for name in _COUNTED_AS.get(group, ())}
    own = {asked.role} if asked.role in names else names
    return not own.isdisjoint(counts_as_staff)


# By what a clause's share is multiplied: a policy says much to staff and little to others, so where others ask, or are
# asked about, the little comes first.
_FOR_OTHERS = {OWN: 1.0, COUNTED: 0.06, EVERYBODY: 0.2, KINDRED: 0.06, OTHERS: 0.01}
_FROM_OUTSIDE = frozenset({Audience.VISITORS, Audience.VOLUNTEERS})


def may_be_for(binding: NDArray[np.float32], asked: Asked) -> NDArray[np.bool_]:
    """Per clause, whether it may be shown: nobody from outside is shown a rule that binds only others."""
    return (binding > OTHERS) | (not asked.audiences <= _FROM_OUTSIDE)


def precedence(binding: NDArray[np.float32], asked: Asked) -> NDArray[np.float32]:
    """By what to multiply each clause's share, from ``binding_weights``. Shape: (clauses,)."""
    result = np.ones_like(binding)
    if Audience.STAFF in asked.audiences:
        return result
    for weight, factor in _FOR_OTHERS.items():
        result[np.isclose(binding, weight)] = factor
    return result


def _is_for_another_kind(text: str, question: str, role: str | None) -> bool:
    """Whether a clause speaks to one kind of visitor, and neither the question nor the role is of that kind."""
    match = _KIND_OF_VISITOR.match(text)
    stem = match.group("kind")[:5].lower() if match else ""
    return bool(stem) and stem not in question.lower() and not (role == "contractor" and stem in _WORKMEN)


def binding_weights(
    clauses: Collection[tuple[PolicyDocument, Clause]], asked: Asked, question: str = ""
) -> NDArray[np.float32]:
    """``binds`` for every clause of a school, less for a rule for another kind of visitor. Shape: (clauses,)."""
    weights = np.array([binds(c.binds, d.counts_as_staff, asked) for d, c in clauses], dtype=np.float32)
    for place, (_, clause) in enumerate(clauses):
        if weights[place] == OWN and _is_for_another_kind(clause.text, question, asked.role):
            weights[place] = KINDRED
    return weights
