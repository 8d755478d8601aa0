"""A policy file's text to its policy documents. No I/O."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from pathlib import PurePath

from bot.datatypes.policy import Block, BlockKind, Clause, PolicyDocument, Section
from bot.ingestion.clause_splitter import ClauseSplitter
from bot.ingestion.document_splitter import Part, split_documents, without_date
from bot.ingestion.item_reader import ItemReader
from bot.ingestion.section_parser import SectionParser
from bot.ingestion.title_settler import settle_titles


def slug(words: str) -> str:
    """Words fit for a URL: lower case, hyphens, no accents."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "policy"


def title_of_file(source: str) -> str:
    """A title made from a file's name, for a policy that has none."""
    words = re.sub(r"[\s_-]+", " ", PurePath(source).stem).strip()
    return f"{words[:1].upper()}{words[1:]}" or source


def read_policy(text: str, *, source: str, school: str) -> tuple[PolicyDocument, ...]:
    """The policies of one file, in order.

    :param text: what the converter returned; all positions are offsets into it.
    :param source: the file's name; the documents' ids are made from it, so that no edit changes them.
    """
    items = ItemReader(text).read()
    title = settle_titles(items)
    parts = split_documents(items, title)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    documents = []
    for index, part in enumerate(parts, start=1):
        name = slug(PurePath(source).stem) + (f"-{index}" if index > 1 else "")
        documents.append(_document(text, part, name, PolicyDocument(
            document_id=name, school=school, title=part.title or title_of_file(source), source=source,
            source_digest=digest, sections=(), blocks=(), clauses=(),
        )))
    return tuple(documents)


def _document(text: str, part: Part, name: str, draft: PolicyDocument) -> PolicyDocument:
    title, date = without_date(draft.title)
    sections, places = SectionParser(part.items, title).parse()
    splitter = ClauseSplitter(text, draft.school, name, sections)
    splitter.split(part.items, places)
    return draft.model_copy(update={
        "title": title, "version": date, "sections": tuple(sections),
        "blocks": tuple(splitter.blocks), "clauses": tuple(splitter.clauses),
    })
