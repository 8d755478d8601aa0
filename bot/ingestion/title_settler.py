"""Which of the lines that look like titles are titles, once their neighbours are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.ingestion.items import Item, ItemKind
from bot.ingestion.line_kinds import is_policy_title, is_sentence

CONTENTS = frozenset({"contents", "contents page", "table of contents", "index"})
# So many titles of one depth in a row, with nothing under them, are a list.
LIST_LENGTH = 3
SKIPPED = (ItemKind.NOISE, ItemKind.METADATA)


def settle_titles(items: list[Item]) -> str:
    """Decide on every item taken for a title, changing ``items`` in place, and return the file's own title, if any."""
    _settle_contents(items)
    title = _settle_front(items)
    _settle_runs(items)
    _settle_fragments(items)
    return title


def _settle_contents(items: list[Item]) -> None:
    """A table of contents, line by line, is no list of sections: each of its lines stands again further down."""
    for index, item in enumerate(items):
        if item.words.lower().strip(":") not in CONTENTS or item.kind not in (ItemKind.TITLE, ItemKind.TEXT):
            continue
        later = [x.words.lower() for x in items[index + 1 :] if x.kind is ItemKind.TITLE]
        item.kind = ItemKind.METADATA
        for entry in items[index + 1 :]:
            repeated = later.count(entry.words.lower()) - (entry.kind is ItemKind.TITLE) > 0
            if not repeated or entry.kind not in (ItemKind.TITLE, ItemKind.TEXT, *SKIPPED):
                break
            later = later[1:] if entry.kind is ItemKind.TITLE else later
            entry.kind = ItemKind.METADATA


def _front(items: list[Item]) -> Iterator[Item]:
    """What stands before the first words of the policy: titles without numbers, and lines about it."""
    for item in items:
        if item.kind in (ItemKind.TEXT, ItemKind.TABLE_HEADER, ItemKind.TABLE_ROW) and not _is_aside(item):
            return
        if item.kind is ItemKind.TITLE and item.label:
            return
        yield item


def _is_aside(item: Item) -> bool:
    """Words in brackets, as they stand under a title."""
    return item.words.startswith("(") and item.words.rstrip(".").endswith(")") and not item.listed


def _settle_front(items: list[Item]) -> str:
    front = list(_front(items))
    titles = [i for i in front if i.kind is ItemKind.TITLE]
    top = min((i.hashes for i in items if i.kind is ItemKind.TITLE and i.hashes), default=0)
    named = next((i for i in titles if is_policy_title(i.words)), None)
    alone = [i for i in items if i.kind is ItemKind.TITLE and i.hashes == top]
    if named is None and top and titles and titles[0].hashes == top and len(alone) == 1:
        named = titles[0]
    if named is None and not top and titles and front[-1].kind is ItemKind.TITLE:
        named = _title_above_titles(items, front, titles)
    for item in front:
        if _is_aside(item) and item.kind is ItemKind.TEXT:
            item.kind = ItemKind.METADATA
    if named is None:
        return ""
    named.kind = ItemKind.METADATA
    return named.words


def _title_above_titles(items: list[Item], front: list[Item], titles: list[Item]) -> Item | None:
    """The first of several titles in a row at the very beginning is the policy's, the next its first heading."""
    following = items[len(front)] if len(front) < len(items) else None
    heading_follows = following is not None and following.kind is ItemKind.TITLE
    first = next(i for i in front if i.kind not in SKIPPED)
    return titles[0] if first is titles[0] and (len(titles) == 2 or heading_follows) else None


def _runs(items: list[Item]) -> Iterator[tuple[int, list[Item]]]:
    """Titles of one depth with nothing between them, each run with the index of what follows it."""
    run: list[Item] = []
    for index, item in enumerate(items):
        if item.kind in SKIPPED:
            continue
        if run and (item.kind is not ItemKind.TITLE or _make(item) != _make(run[-1])):
            yield index, run
            run = []
        if item.kind is ItemKind.TITLE:
            run.append(item)
    if run:
        yield len(items), run


def _make(item: Item) -> tuple[int, int, str]:
    return item.hashes, item.depth, item.style


def _settle_runs(items: list[Item]) -> None:
    for end, run in list(_runs(items)):
        if run[0].hashes:
            continue
        before = _content(items[: items.index(run[0])], reverse=True)
        waiting = before is not None and before.kind is ItemKind.TEXT and before.words.endswith(":")
        if len(run) >= LIST_LENGTH or (waiting and len(run) > 1):
            last_leads = not run[0].label and not waiting and end < len(items)
            for item in run[: len(run) - last_leads]:
                item.kind = ItemKind.TEXT
        elif end == len(items) and not run[-1].label:
            run[-1].kind = ItemKind.TEXT


def _content(items: list[Item], *, reverse: bool = False) -> Item | None:
    wanted: Callable[[Item], bool] = lambda i: i.kind not in SKIPPED  # noqa: E731
    return next(filter(wanted, reversed(items) if reverse else items), None)


def _settle_fragments(items: list[Item]) -> None:
    """A few words without a verb between two key details are the rest of one of them."""
    for index, item in enumerate(items):
        if item.kind is not ItemKind.TEXT or item.listed or is_sentence(item.words) or len(item.words.split()) > 12:
            continue
        before, after = _content(items[:index], reverse=True), _content(items[index + 1 :])
        if before and after and before.kind is after.kind is ItemKind.KEY_DETAIL:
            item.kind = ItemKind.KEY_DETAIL
