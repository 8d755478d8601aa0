"""What holds of every policy: nothing lost, nothing changed, ids that last."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.datatypes.policy import School, SchoolProfile
from bot.ingestion.clause_changes import clause_changes
from bot.ingestion.converters import converter_for
from bot.ingestion.policy_reader import read_policy

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
if not CORPUS.is_dir():
    CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus"
REAL = sorted(CORPUS.glob("*/*.txt"))

STEADY = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def read(text):
    return read_policy(text, source="policy.txt", school="oakfield")


def covered(text, documents):
    counts = [0] * len(text)
    for span in (s for d in documents for b in d.blocks for s in b.spans):
        for place in range(span.start, span.end):
            counts[place] += 1
    return counts


def assert_every_character_once(text, documents):
    counts = covered(text, documents)
    wrong = [p for p, character in enumerate(text) if not character.isspace() and counts[p] != 1]
    assert not wrong, f"characters at {wrong[:5]} are in {[counts[p] for p in wrong[:5]]} blocks"


def assert_verbatim(text, documents):
    for clause in (c for d in documents for c in d.clauses):
        quoted = "".join("".join(text[s.start : s.end].split()) for s in clause.spans)
        assert quoted == "".join(clause.text.split())
        assert len(clause.text) <= 1100


def assert_ids(documents):
    ids = [c.clause_id for d in documents for c in d.clauses]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"c-[0-9a-f]{8,}", i) for i in ids)


def assert_blocks_match_clauses(documents):
    for document in documents:
        assert [b.clause_id for b in document.blocks if b.clause_id] == [c.clause_id for c in document.clauses]


def assert_sound(text, documents):
    assert documents
    assert_every_character_once(text, documents)
    assert_verbatim(text, documents)
    assert_ids(documents)
    assert_blocks_match_clauses(documents)


WORDS = "phone locker pupil visitor school office camera lesson trip wall garden book table window red green".split()
words = st.lists(st.sampled_from(WORDS), min_size=2, max_size=9).map(" ".join)
sentences = st.builds(lambda who, w: f"{who} must keep the {w}.", st.sampled_from(["Staff", "Pupils", "We"]), words)
paragraphs = st.lists(sentences, min_size=1, max_size=7).map(" ".join)
lists = st.tuples(st.just("list"), words, st.lists(words, min_size=1, max_size=4))
items = st.one_of(paragraphs.map(lambda p: ("paragraph", p)), sentences.map(lambda p: ("bullet", p)), lists)
sections = st.tuples(words, st.lists(items, min_size=1, max_size=5))
BULLETS = ["-", "*", "•", "·", "–"]


@st.composite
def policies(draw):
    """A policy's sections, each a title and items, with the way it is set."""
    body = draw(st.lists(sections, min_size=2, max_size=5))
    heading = draw(st.sampled_from(["{n}. {t}", "{n}) {t}", "## {t}", "{n} {t}"]))
    return body, heading, draw(st.sampled_from(BULLETS)), draw(st.sampled_from(["\n", "\r\n"]))


def set_item(item, bullet):
    if item[0] == "paragraph":
        return item[1]
    if item[0] == "bullet":
        return f"{bullet} {item[1]}"
    return "\n".join([f"Staff must keep to these rules about the {item[1]}:", *(f"{bullet} {w}" for w in item[2])])


def set_policy(policy):
    body, heading, bullet, end = policy
    parts = []
    for number, (title, content) in enumerate(body, start=1):
        parts.append(heading.format(n=number, t=title.capitalize()))
        parts += [set_item(i, bullet) for i in content]
    return "\n\n".join(parts).replace("\n", end)


def clause_ids(text):
    return {c.clause_id for d in read(text) for c in d.clauses}


@STEADY
@given(policies())
def test_every_generated_policy_is_accounted_for_word_for_word(policy):
    text = set_policy(policy)
    assert_sound(text, read(text))


@STEADY
@given(policies())
def test_every_generated_sentence_is_in_a_clause(policy):
    found = " ".join(c.text for d in read(set_policy(policy)) for c in d.clauses)
    for _, content in policy[0]:
        for item in content:
            for words_of in item[2] if item[0] == "list" else [item[1]]:
                assert words_of in found


@STEADY
@given(st.text(max_size=600))
def test_arbitrary_text_is_accounted_for(text):
    assert_sound(text, read(text))


MARKS = (
    "1. |- |o |a) |(i) |2.1 |# |**|*|[x](|)|:|.|Aims|Staff must |the policy|Social Media Policy|Signed ....|12|<u>|"
    "[image: x]|Date of next review: |May 2030|•|Contents|Appendix A|will be advised to:"
).split("|")
MESS = st.lists(
    st.sampled_from([*MARKS, "|", "\t", "\n", "\n\n", " \n ", "\x0c", "\u00a0", "\u200b"]), max_size=80
).map("".join)


@STEADY
@given(MESS)
def test_mixed_up_marks_are_accounted_for(text):
    assert_sound(text, read(text))


@STEADY
@given(policies(), st.data())
def test_ids_survive_a_clause_added_elsewhere(policy, data):
    body, *setting = policy
    at = data.draw(st.integers(0, len(body) - 1))
    title, content = body[at]
    added = (title, [*content, ("paragraph", "Nobody may bring a brand new drone.")])
    changed = ([*body[:at], added, *body[at + 1 :]], *setting)
    assert clause_ids(set_policy(policy)) <= clause_ids(set_policy(changed))


@STEADY
@given(policies(), st.data())
def test_ids_survive_a_section_added_elsewhere(policy, data):
    body, *setting = policy
    at = data.draw(st.integers(0, len(body)))
    added = ("drones and kites", [("paragraph", "Nobody may bring a brand new drone.")])
    changed = ([*body[:at], added, *body[at:]], *setting)
    assert clause_ids(set_policy(policy)) <= clause_ids(set_policy(changed))


@STEADY
@given(policies())
def test_ids_of_other_sections_survive_a_renamed_section(policy):
    body, *setting = policy
    renamed = ([("drones and kites", body[0][1]), *body[1:]], *setting)
    before, after = read(set_policy(policy)), read(set_policy(renamed))
    kept = {c.clause_id for d in before for c in d.clauses if d.sections[c.section].title.lower() != body[0][0]}
    assert kept <= {c.clause_id for d in after for c in d.clauses}


@STEADY
@given(policies())
def test_a_second_run_finds_everything_unchanged(policy):
    text = set_policy(policy)
    changes = clause_changes(read(text), read(text))
    assert not (changes.created or changes.updated or changes.deleted)
    assert set(changes.unchanged) == clause_ids(text)


@STEADY
@given(policies())
def test_a_document_survives_being_stored(policy):
    documents = read(set_policy(policy))
    school = School(profile=SchoolProfile(school="oakfield", name="Oakfield"), documents=documents)
    assert School.model_validate_json(school.model_dump_json()) == school


def test_ids_differ_between_schools():
    text = "1. Aims\n\nWe are careful.\n"
    other = read_policy(text, source="policy.txt", school="elmfield")
    assert clause_ids(text).isdisjoint(c.clause_id for d in other for c in d.clauses)


def test_identical_clauses_have_ids_of_their_own():
    assert_ids(read("1. Aims\n\n- Be kind always.\n- Be kind always.\n\n2. Ends\n\n- Be kind always.\n"))


@pytest.mark.skipif(not REAL, reason="no corpus of real policies beside this repository (shared/corpus)")
@pytest.mark.parametrize("path", REAL, ids=lambda p: p.parent.name)
def test_every_real_policy_is_accounted_for_word_for_word(path):
    text = converter_for(path).convert(path)
    assert_sound(text, read_policy(text, source=path.name, school=path.parent.name))


@pytest.mark.skipif(not REAL, reason="no corpus of real policies beside this repository (shared/corpus)")
@pytest.mark.parametrize("path", REAL, ids=lambda p: p.parent.name)
def test_ids_in_a_real_policy_survive_a_clause_added_at_its_end(path):
    text = converter_for(path).convert(path)
    assert clause_ids(text) <= clause_ids(text + "\n\nNobody may bring a brand new drone.\n")


@pytest.mark.skipif(not REAL, reason="no corpus of real policies beside this repository (shared/corpus)")
@pytest.mark.parametrize("path", REAL, ids=lambda p: p.parent.name)
def test_real_clauses_read_as_sentences_without_marks(path):
    text = converter_for(path).convert(path)
    for document in read_policy(text, source=path.name, school=path.parent.name):
        for clause in document.clauses:
            assert "**" not in clause.text and "<u>" not in clause.text and "](#" not in clause.text
            assert not unicodedata.category(clause.text[0]).startswith("Z")
