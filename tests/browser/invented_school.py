"""Two invented schools with a policy long enough to scroll in, built by hand from the datatypes."""

from __future__ import annotations

import hashlib

from bot.datatypes.policy import (
    Audience,
    Block,
    BlockKind,
    Clause,
    ClauseKind,
    Contact,
    PolicyDocument,
    ReviewDate,
    School,
    SchoolProfile,
    Section,
    Span,
)

HOSTILE_WORDS = "<script>document.title='broken'</script> <b>bold</b> \u202eesrever\u202c {{ 7|add:7 }}"
AS_SHOWN = HOSTILE_WORDS.replace("\u202e", "").replace("\u202c", "")  # what turns the direction is taken out


class DocumentBuilder:
    """Collects sections, blocks and clauses in reading order."""

    def __init__(self, document_id: str, title: str) -> None:
        self.document_id, self.title = document_id, title
        self.sections: list[Section] = []
        self.blocks: list[Block] = []
        self.clauses: list[Clause] = []

    def heading(self, number: str, title: str, level: int = 1, audience: Audience = Audience.EVERYONE) -> None:
        self.sections.append(Section(number=number, title=title, level=level, audience=audience))
        self.block(BlockKind.HEADING, f"{number} {title}".strip())

    def block(self, kind: BlockKind, text: str, **fields) -> None:
        self.blocks.append(
            Block(kind=kind, text=text, spans=(Span(start=0, end=1),), section=len(self.sections) - 1, **fields)
        )

    def clause(self, clause_id: str, text: str, kind: ClauseKind, level: int = 0, label: str = "") -> None:
        self.block(BlockKind.CLAUSE, text, clause_id=clause_id, level=level, label=label)
        self.clauses.append(
            Clause(
                clause_id=clause_id,
                text=text,
                digest=hashlib.sha256(text.encode()).hexdigest(),
                label=label,
                kind=kind,
                section=len(self.sections) - 1,
                level=level,
                line=1,
                spans=(Span(start=0, end=1),),
            )
        )

    def build(self, school: str, version: str, review: ReviewDate | None) -> PolicyDocument:
        return PolicyDocument(
            document_id=self.document_id,
            school=school,
            title=self.title,
            source=f"{self.document_id}.txt",
            source_digest="0" * 64,
            version=version,
            review=review,
            sections=tuple(self.sections),
            blocks=tuple(self.blocks),
            clauses=tuple(self.clauses),
        )


def _opening(page: DocumentBuilder) -> None:
    page.heading("", page.title)
    page.block(BlockKind.METADATA, "Agreed by the governing body in the autumn of 2019")
    page.clause("k-lead", "Safeguarding lead\tMs Odile Farthing", ClauseKind.KEY_DETAIL)
    page.clause("k-head", "Headteacher\tMr Tolliver Ashgrove", ClauseKind.KEY_DETAIL)
    page.heading("1", "Why we have this policy")
    page.clause(
        "c-aim", "Larkfield wants every adult to give pupils their whole attention.", ClauseKind.NUMBERED, 1, "1.1"
    )
    page.block(BlockKind.NOISE, "Page 1 of 9")
    for number in range(2, 16):
        page.clause(
            f"c-aim-{number}",
            f"Aim number {number} of this invented policy is there so that the page is long enough to scroll.",
            ClauseKind.NUMBERED,
            1,
            f"1.{number}",
        )


def _rules(page: DocumentBuilder) -> None:
    page.heading("4", "Phones")
    page.heading("4.2", "Staff devices", 2, Audience.STAFF)
    page.block(BlockKind.LEAD_IN, "Staff must see that:", level=1, label="4.2.1")
    page.clause("c-locker", "Personal phones stay in a locker while pupils are in the room.", ClauseKind.BULLET, 2)
    page.clause("c-silent", "Any phone that has to be carried is silent.", ClauseKind.BULLET, 2)
    page.clause("c-lost", "The school does not answer for phones that are lost.", ClauseKind.NUMBERED, 1, "4.2.2")
    page.heading("4.3", "Pupils’ devices", 2, Audience.PUPILS)
    page.clause("c-pupil", "Hand your phone in at the gate.", ClauseKind.PARAGRAPH)
    page.heading("5", "Where phones may be used")
    page.block(BlockKind.TABLE_HEADER, "Place\tPhones\tWhen")
    page.clause("r-hall", "Hall\tNot allowed\tNever", ClauseKind.TABLE_ROW)
    page.clause("r-staff", "Staff room\tAllowed\tAt break", ClauseKind.TABLE_ROW)
    page.heading("6", "Trips")
    page.clause("c-trip", "A trip leader carries the school phone.", ClauseKind.NUMBERED, 1, "6.1")
    page.clause("c-hostile", HOSTILE_WORDS, ClauseKind.PARAGRAPH)


def _phones_policy() -> PolicyDocument:
    page = DocumentBuilder("phones", "Phones and Devices Policy")
    _opening(page)
    _rules(page)
    return page.build("larkfield", "3.1", ReviewDate(text="March 2020", latest="2020-03-31"))


def _trips_policy() -> PolicyDocument:
    page = DocumentBuilder("trips", "Trips and Visits Policy")
    page.heading("1", "Leaving the site")
    page.clause("t-list", "A list of pupils goes with every group.", ClauseKind.PARAGRAPH)
    return page.build("larkfield", "", None)


LARKFIELD = School(
    profile=SchoolProfile(
        school="larkfield",
        name="Larkfield Primary School",
        safeguarding_lead=Contact(name="Ms Odile Farthing", title="Assistant head", contact="01632 960 001"),
        deputies=(Contact(name="Mr Corin Blakelock"),),
        head=Contact(name="Mr Tolliver Ashgrove", contact="head@larkfield.example.org"),
    ),
    documents=(_phones_policy(), _trips_policy()),
)

OTTERBANK = School(
    profile=SchoolProfile(school="otterbank", name="Otterbank Nursery", missing=("safeguarding_lead",)),
    documents=(),
)
