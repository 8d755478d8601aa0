"""A policy as Signpost sees it: documents made of sections made of clauses, each with its place in the file.

Every value is immutable. Positions are character offsets (half-open, ``start`` inclusive, ``end`` exclusive)
into the text that the converter returned for the file; lines count from 1.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from bot.datatypes.value import Value


class Audience(StrEnum):
    """Whom a section or clause binds, as far as its words tell. ``VISITORS`` takes in whoever is named beside them."""

    EVERYONE = "everyone"
    STAFF = "staff"
    VOLUNTEERS = "volunteers"
    VISITORS = "visitors"
    PARENTS = "parents"
    PUPILS = "pupils"


class BlockKind(StrEnum):
    """What a stretch of a policy file is; every non-blank character belongs to exactly one block."""

    HEADING = "heading"
    CLAUSE = "clause"
    LEAD_IN = "lead_in"
    TABLE_HEADER = "table_header"
    METADATA = "metadata"
    NOISE = "noise"


class ClauseKind(StrEnum):
    """How a clause is set in its policy."""

    NUMBERED = "numbered"
    BULLET = "bullet"
    PARAGRAPH = "paragraph"
    TABLE_ROW = "table_row"
    KEY_DETAIL = "key_detail"


class Span(Value):
    """Characters ``start`` to ``end`` (exclusive) of a policy file's text."""

    start: int
    end: int


class Section(Value):
    """A heading and what stands under it.

    ``number`` is as printed, without a trailing dot ("5.2"); empty where the heading has none. ``parent`` is
    the index of the enclosing section in ``PolicyDocument.sections``. The first section of a document may have
    neither number nor title: it holds what stands before the first heading. ``binds`` are the groups it is for,
    empty for everyone; ``audience`` is the same in a word.
    """

    number: str = ""
    title: str = ""
    level: int = 1
    parent: int | None = None
    line: int = 1
    audience: Audience = Audience.EVERYONE
    binds: tuple[Audience, ...] = ()


class Block(Value):
    """One stretch of a policy file in reading order, for accounting and for the policy page.

    ``text`` is what a person reads (white space folded, marks such as ``**`` and bullets removed); ``spans``
    are all the characters it accounts for, marks included. ``clause_id`` is set for clauses alone. ``level``
    is the depth of nesting of a list item, 0 for a paragraph.
    """

    kind: BlockKind
    text: str
    spans: tuple[Span, ...]
    section: int
    level: int = 0
    label: str = ""
    clause_id: str | None = None


class Clause(Value):
    """A numbered clause, a bullet, a paragraph, a table row or a key detail, word for word.

    ``clause_id`` depends on the clause's own words, its lead-in, its section's title and its document only, so
    it survives edits elsewhere in the file. ``digest`` is the SHA-256 of ``text``. ``section`` is the index in
    ``PolicyDocument.sections``. ``label`` is its own number; ``parent_label`` that of the nearest item it hangs
    from that has one, so that an unnumbered item can be found by it. ``spans`` hold the characters of ``text``
    and white space, and nothing else. ``binds`` are the groups it binds, empty for everyone; ``audience`` is the same
    in a word.
    """

    clause_id: str
    text: str
    digest: str
    lead_in: str = ""
    label: str = ""
    parent_label: str = ""
    kind: ClauseKind
    section: int
    level: int = 0
    line: int
    spans: tuple[Span, ...]
    audience: Audience = Audience.EVERYONE
    binds: tuple[Audience, ...] = ()


class ReviewDate(Value):
    """When a policy is to be reviewed: the words it uses, and the last day they can mean (ISO 8601)."""

    text: str
    latest: str | None = None


class PolicyDocument(Value):
    """One policy: a file holds one or several. ``document_id`` is unique within its school and fit for a URL.

    ``counts_as_staff`` are the roles (volunteer, visitor, contractor, governor) whom its rules for staff bind as well.
    """

    document_id: str
    school: str
    title: str
    source: str
    source_digest: str
    version: str = ""
    review: ReviewDate | None = None
    counts_as_staff: tuple[str, ...] = ()
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    clauses: tuple[Clause, ...]


class Contact(Value):
    """A person somebody can be sent to. ``source`` says where Signpost has it from: a file name, or school.yml."""

    name: str
    title: str = ""
    contact: str = ""
    source: str = ""


class ChannelPlaces(Value):
    """Where a school is on one platform: the ids of its workspaces (Teams: tenants) and of its own rooms in them.

    A room is a Slack channel or a team of Teams; it tells schools apart that share a workspace.
    """

    workspaces: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()


class SchoolProfile(Value):
    """What Signpost knows about a school, from school.yml or from the policies' own words. Never guessed.

    ``missing`` names the fields (``safeguarding_lead``, ``head``, …) that neither source gives. ``contacts_checked`` is
    the day (ISO 8601) on which somebody last checked the people and numbers; None where nobody has said so. ``places``
    are by channel (``slack``, ``teams``). ``embed_on`` are the origins of the websites that may frame its chat.
    """

    school: str
    name: str
    safeguarding_lead: Contact | None = None
    deputies: tuple[Contact, ...] = ()
    head: Contact | None = None
    chair: Contact | None = None
    local_authority: Contact | None = None
    out_of_hours: Contact | None = None
    contacts_checked: str | None = None
    missing: tuple[str, ...] = ()
    places: dict[str, ChannelPlaces] = Field(default_factory=dict)
    embed_on: tuple[str, ...] = ()


class School(Value):
    """All that ingestion found in one school's folder."""

    profile: SchoolProfile
    documents: tuple[PolicyDocument, ...]
