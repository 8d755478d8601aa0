"""A corpus into the clause store."""

from pathlib import Path

import pytest

from bot.errors import CorpusError
from bot.index.clause_store import ClauseStore
from bot.ingestion.ingest_corpus import ingest_corpus, read_corpus
from bot.ingestion.ingest_report import render_report

POLICY = """Oakfield Primary School

Mobile Phone Policy May 2029

Designated Safeguarding Lead: (Ada Quill, Deputy Head)

Date of next review: (May 2030)

1. Staff use of phones

- Staff must lock their phones away during lessons.
- Staff will be advised to:
 - keep phones silent in the hall.
 - ring home from the office only.

2. Review

- The governors look at this policy each spring.

Signed ............ Head teacher
"""


def corpus_of(tmp_path, **schools):
    for school, files in schools.items():
        folder = tmp_path / "corpus" / school
        folder.mkdir(parents=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    return tmp_path / "corpus"


@pytest.fixture
def corpus(tmp_path):
    return corpus_of(tmp_path, oakfield={"phones.txt": POLICY})


@pytest.fixture
def store(tmp_path):
    return ClauseStore(tmp_path / "index")


def changes(corpus, store):
    return ingest_corpus(corpus, store).schools[0].changes


def edit(corpus, before, after):
    path = corpus / "oakfield" / "phones.txt"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_ingest_corpus_creates_every_clause_the_first_time(corpus, store):
    created = changes(corpus, store).created
    assert list(created) == [c.clause_id for _, c in store.clauses("oakfield")]


def test_ingest_corpus_reports_everything_unchanged_the_second_time(corpus, store):
    first = changes(corpus, store).created
    second = changes(corpus, store)
    assert second.unchanged == first
    assert not (second.created or second.updated or second.deleted)


def test_ingest_corpus_reports_an_edited_clause_as_updated(corpus, store):
    changes(corpus, store)
    edit(corpus, "during lessons", "at all times")
    after = changes(corpus, store)
    assert [len(x) for x in (after.created, after.updated, after.deleted)] == [0, 1, 0]


def test_ingest_corpus_reports_a_new_clause_as_created(corpus, store):
    changes(corpus, store)
    edit(corpus, "2. Review\n", "- Cameras belong to the school and stay in it.\n\n2. Review\n")
    after = changes(corpus, store)
    assert [len(x) for x in (after.created, after.updated, after.deleted)] == [1, 0, 0]


def test_ingest_corpus_reports_a_removed_clause_as_deleted(corpus, store):
    changes(corpus, store)
    edit(corpus, " - ring home from the office only.\n", "")
    after = changes(corpus, store)
    assert [len(x) for x in (after.created, after.updated, after.deleted)] == [0, 0, 1]


def test_ingest_corpus_reports_a_replaced_clause_as_created_and_deleted(corpus, store):
    changes(corpus, store)
    edit(corpus, "Staff must lock their phones away during lessons.", "Cameras belong to us.")
    after = changes(corpus, store)
    assert [len(x) for x in (after.created, after.updated, after.deleted)] == [1, 0, 1]


def test_ingest_corpus_reports_clauses_of_a_renamed_section_as_updated(corpus, store):
    changes(corpus, store)
    edit(corpus, "2. Review", "2. Looking back")
    after = changes(corpus, store)
    assert [len(x) for x in (after.created, after.updated, after.deleted)] == [0, 1, 0]


def test_ingest_corpus_removes_schools_that_have_left(tmp_path, store):
    corpus = corpus_of(tmp_path, oakfield={"phones.txt": POLICY}, elmfield={"phones.txt": POLICY})
    ingest_corpus(corpus, store)
    (corpus / "elmfield" / "phones.txt").unlink()
    assert ingest_corpus(corpus, store).removed == ("elmfield",)
    assert store.schools() == ["oakfield"]


def test_ingest_corpus_leaves_the_store_alone_when_a_file_is_bad(corpus, store):
    ingest_corpus(corpus, store)
    before = store.read("oakfield")
    edit(corpus, "Staff must", "Staff may")
    (corpus / "oakfield" / "z.txt").write_bytes(b"\x00\x01")
    with pytest.raises(CorpusError, match=r"z\.txt is not UTF-8 text"):
        ingest_corpus(corpus, store)
    assert store.read("oakfield") == before


def test_ingest_corpus_writes_a_damaged_school_anew(corpus, store):
    ingest_corpus(corpus, store)
    (store.folder / "oakfield" / "school.json").write_text("{", encoding="utf-8")
    assert changes(corpus, store).created
    assert store.read("oakfield").documents


def test_ingest_corpus_gives_schools_with_the_same_policy_different_ids(tmp_path, store):
    ingest_corpus(corpus_of(tmp_path, oakfield={"p.txt": POLICY}, elmfield={"p.txt": POLICY}), store)
    ids = [{c.clause_id for _, c in store.clauses(s)} for s in store.schools()]
    assert ids[0].isdisjoint(ids[1])


def test_ingest_corpus_gives_files_of_one_name_different_documents(tmp_path):
    school = read_corpus(corpus_of(tmp_path, oakfield={"p.txt": POLICY, "p.md": POLICY}))[0]
    assert [d.document_id for d in school.documents] == ["p-md", "p-txt"]


def test_ingest_corpus_skips_files_it_cannot_read_and_says_so(corpus, store):
    (corpus / "oakfield" / "plan.xyz").write_bytes(b"\x00")
    assert ingest_corpus(corpus, store).schools[0].skipped == ("plan.xyz",)


def test_read_corpus_infers_what_the_policy_says_of_itself(corpus):
    school = read_corpus(corpus)[0]
    assert school.profile.name == "Oakfield Primary School"
    assert (school.profile.safeguarding_lead.name, school.profile.safeguarding_lead.title) == (
        "Ada Quill",
        "Deputy Head",
    )
    assert (school.documents[0].title, school.documents[0].version) == ("Mobile Phone Policy", "May 2029")
    assert school.documents[0].review.latest == "2030-05-31"


def test_read_corpus_names_what_is_missing(corpus):
    assert read_corpus(corpus)[0].profile.missing == ("deputies", "head", "chair", "local_authority", "out_of_hours")


def test_read_corpus_prefers_school_yml(corpus):
    (corpus / "oakfield" / "school.yml").write_text(
        "name: Oak School\nsafeguarding_lead: {name: Bo Finch}\n"
        "documents: {phones.txt: {title: Phones, version: '2', review_date: Autumn 2031}}\n",
        encoding="utf-8",
    )
    school = read_corpus(corpus)[0]
    document = school.documents[0]
    assert (school.profile.name, school.profile.safeguarding_lead.source) == ("Oak School", "school.yml")
    assert (document.title, document.version, document.review.latest) == ("Phones", "2", "2031-12-31")


def test_read_corpus_refuses_an_entry_for_no_file(corpus):
    (corpus / "oakfield" / "school.yml").write_text("documents: {x.txt: {title: X}}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"'x\.txt', which is not in the folder"):
        read_corpus(corpus)


def test_read_corpus_refuses_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(CorpusError, match="is not there"):
        read_corpus(tmp_path / "nowhere")


def test_read_corpus_refuses_a_folder_without_schools(tmp_path):
    (tmp_path / "policy.txt").write_text("Be kind.", encoding="utf-8")
    with pytest.raises(CorpusError, match="holds no school's folder"):
        read_corpus(tmp_path)


def test_render_report_shows_the_tree_once_per_lead_in(corpus, store):
    report = render_report(ingest_corpus(corpus, store), read_corpus(corpus))
    assert report.count("Staff will be advised to:") == 1
    assert "## 1 Staff use of phones {staff}" in report
    assert "keep phones silent in the hall." in report


def test_render_report_lists_inferred_missing_metadata_and_noise(corpus, store):
    report = render_report(ingest_corpus(corpus, store), read_corpus(corpus))
    for line in (
        "inferred: safeguarding_lead: Ada Quill, Deputy Head (phones.txt)",
        "missing: chair (say it in school.yml)",
        "metadata: Mobile Phone Policy May 2029",
        "noise: Signed ............ Head teacher",
    ):
        assert line in report


def test_render_report_counts_what_changed(corpus, store):
    ingest_corpus(corpus, store)
    edit(corpus, "during lessons", "at all times")
    report = render_report(ingest_corpus(corpus, store), read_corpus(corpus))
    assert "clauses: 0 created, 1 updated, 0 deleted, 5 unchanged" in report


REAL = [p for up in (3, 4) if (p := Path(__file__).resolve().parents[up] / "shared" / "corpus").is_dir()]


@pytest.mark.skipif(not REAL, reason="no corpus of real policies beside this repository (shared/corpus)")
def test_ingest_corpus_reads_the_real_corpus_the_same_twice(store):
    ingest_corpus(REAL[0], store)
    for school in ingest_corpus(REAL[0], store).schools:
        assert school.changes.unchanged
        assert not (school.changes.created or school.changes.updated or school.changes.deleted)
