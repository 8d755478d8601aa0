"""A policy file's text to its policy documents. No I/O."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePath

from bot.datatypes.policy import PolicyDocument
from bot.ingestion.clause_splitter import ClauseSplitter
from bot.ingestion.document_splitter import split_documents, without_date
from bot.ingestion.item_reader import ItemReader
from bot.ingestion.items import Item
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


def read_policy(text: str, *, source: str, school: str, name: str = "") -> tuple[PolicyDocument, ...]:
    """The policies of one file, in order.

    :param text: what the converter returned; all positions are offsets into it.
    :param source: the file's name.
    :param name: what the documents' ids begin with; made from ``source`` if empty, so that no edit changes them.
    """
    items = ItemReader(text).read()
    title = settle_titles(items)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    name = name or slug(PurePath(source).stem)
    documents = []
    for index, part in enumerate(split_documents(items, title), start=1):
        draft = PolicyDocument(
            document_id=name if index == 1 else f"{name}-{index}",
            school=school,
            title=part.title or title_of_file(source),
            source=source,
            source_digest=digest,
            sections=(),
            blocks=(),
            clauses=(),
        )
        documents.append(_filled(draft, text, part.items))
    return tuple(documents)


def _filled(draft: PolicyDocument, text: str, items: list[Item]) -> PolicyDocument:
    """The document with its sections, blocks and clauses."""
    title, date = without_date(draft.title)
    sections, places = SectionParser(items, title).parse()
    splitter = ClauseSplitter(text, draft.school, draft.document_id, sections)
    splitter.split(items, places)
    return draft.model_copy(
        update={
            "title": title,
            "version": date,
            "sections": tuple(sections),
            "blocks": tuple(splitter.blocks),
            "clauses": tuple(splitter.clauses),
        }
    )
