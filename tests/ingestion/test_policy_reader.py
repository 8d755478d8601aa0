"""Layouts that policies come in, each through the public door."""

import pytest

from bot.datatypes.policy import Audience, BlockKind, ClauseKind
from bot.ingestion.policy_reader import read_policy


def read(text, source="phone-policy.txt"):
    return read_policy(text, source=source, school="oakfield")


def only(text):
    documents = read(text)
    assert len(documents) == 1
    return documents[0]


def texts(document):
    return [c.text for c in document.clauses]


def clause(document, beginning):
    return next(c for c in document.clauses if c.text.startswith(beginning))


def titles(document):
    return [(s.number, s.title, s.level) for s in document.sections if s.title]


def of_kind(document, kind):
    return [b.text for b in document.blocks if b.kind is kind]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1. Aims", "2. Staff phones"),
        ("1) Aims", "2) Staff phones"),
        ("1 Aims", "2 Staff phones"),
        ("(1) Aims", "(2) Staff phones"),
        ("**1. Aims**", "**2. Staff phones**"),
        ("## 1. Aims", "## 2. Staff phones"),
        ("Section 1: Aims", "Section 2: Staff phones"),
    ],
)
def test_policy_reader_reads_numbered_headings(first, second):
    document = only(f"{first}\n\nPhones are a part of life.\n\n{second}\n\nStaff must hand them in.\n")
    assert titles(document) == [("1", "Aims", 1), ("2", "Staff phones", 1)]


@pytest.mark.parametrize(
    ("first", "second"), [("# Aims", "# Staff Phones"), ("AIMS", "STAFF PHONES"), ("Aims", "Staff phones")]
)
def test_policy_reader_reads_headings_without_numbers(first, second):
    document = only(f"{first}\n\nPhones are a part of life.\n\n{second}\n\nStaff must hand them in.\n")
    assert [t for _, t, _ in titles(document)] == [first.strip("# "), second.strip("# ")]


def test_policy_reader_nests_dotted_headings_by_number():
    document = only("5. Phones\n\n5.1 Staff phones\n\nStaff hand them in.\n\n8.3 Pupils' phones\n\nPupils do, too.\n")
    assert [(s.number, s.level, s.parent) for s in document.sections] == [
        ("5", 1, None),
        ("5.1", 2, 0),
        ("8.3", 2, None),
    ]


def test_policy_reader_puts_unnumbered_heading_under_the_number_that_goes_on():
    document = only(
        "6. Social media\n\n6.1 Staff will be careful.\n\nReputation\n\n6.2 Staff will be kind.\n\n"
        "7. Review\n\nYearly, we look.\n"
    )
    assert document.sections[1].parent == 0


def test_policy_reader_keeps_sentences_with_numbers_as_clauses():
    document = only("Scope\n\n4. I understand that school equipment is meant for work.\n\n5. I will lock my screen.\n")
    assert [(c.label, c.kind) for c in document.clauses] == [("4", ClauseKind.NUMBERED), ("5", ClauseKind.NUMBERED)]


def test_policy_reader_takes_off_half_bold_numbers():
    document = only("5. Staff\n\n- 5.2.1** Staff will lock phones away.\n- 5.2.2** Staff will tell the office.\n")
    assert [(c.label, c.text) for c in document.clauses] == [
        ("5.2.1", "Staff will lock phones away."),
        ("5.2.2", "Staff will tell the office."),
    ]


def test_policy_reader_does_not_take_a_list_of_short_numbered_lines_for_headings():
    document = only("Staff\n\nThe kit holds:\n\n1. Camera\n2. Tablet\n3. Charger\n")
    assert [c.label for c in document.clauses] == ["1", "2", "3"]


def test_policy_reader_takes_short_unmarked_lines_after_a_colon_for_a_list():
    document = only("Links\n\nThis policy links with:\n\nBehaviour policy\n\nCamera policy\n")
    assert {c.lead_in for c in document.clauses} == {"This policy links with:"}


def test_policy_reader_joins_a_sentence_over_a_page_break():
    document = only(
        "Staff\n\n- Staff may delete the pictures, data\n\nor files if they do harm.\n\nNext line stands alone.\n"
    )
    assert texts(document)[0] == "Staff may delete the pictures, data or files if they do harm."


def test_policy_reader_joins_a_sentence_over_a_page_number():
    document = only("Staff\n\nPhones stay in the office until\n\n12\n\nthe end of the day.\n\nLockers are free.\n")
    assert texts(document)[0] == "Phones stay in the office until the end of the day."
    assert of_kind(document, BlockKind.NOISE) == ["12"]


def test_policy_reader_joins_hard_wrapped_lines():
    wrapped = (
        "Staff\n\n- Members of staff will keep their phones in the lockers\n that are provided in the hall\n"
        " of the school.\n"
    )
    assert texts(only(wrapped)) == [
        "Members of staff will keep their phones in the lockers that are provided in the hall of the school."
    ]


def test_policy_reader_parts_run_together_bullets():
    document = only(
        "Pupils\n\nPupils are advised:\n\n - to use good passwords. o to tell a friend. o how to block people.\n"
    )
    assert texts(document) == ["to use good passwords.", "to tell a friend.", "how to block people."]
    assert {c.lead_in for c in document.clauses} == {"Pupils are advised:"}


@pytest.mark.parametrize("sign", ["-", "*", "•", "·", "–", "o", "▪"])
def test_policy_reader_hangs_bullets_from_the_paragraph_before(sign):
    document = only(
        f"Staff\n\nStaff will only use school cameras:\n\n{sign} to take pictures\n\n{sign} to make films\n"
    )
    assert [(c.text, c.lead_in, c.kind) for c in document.clauses] == [
        ("to take pictures", "Staff will only use school cameras:", ClauseKind.BULLET),
        ("to make films", "Staff will only use school cameras:", ClauseKind.BULLET),
    ]


@pytest.mark.parametrize("sign", ["o", "O"])
def test_policy_reader_nests_a_hollow_bullet_after_a_dash(sign):
    document = only(f"Staff\n\n- Staff breach this policy:\n- {sign} the head is told\n- Staff are kind.\n")
    assert [(c.text, c.lead_in) for c in document.clauses] == [
        ("the head is told", "Staff breach this policy:"),
        ("Staff are kind.", ""),
    ]


def test_policy_reader_reads_letters_and_roman_numbers_under_numbers():
    document = only(
        "Staff\n\n1. Staff must:\na) lock phones away\nb) never:\n(i) film\n(ii) record\nc) sign in\n"
        "2. Staff may ring home.\n"
    )
    assert [(c.label, c.parent_label, c.lead_in) for c in document.clauses] == [
        ("a", "1", "Staff must:"),
        ("i", "b", "never:"),
        ("ii", "b", "never:"),
        ("c", "1", "Staff must:"),
        ("2", "", ""),
    ]


def test_policy_reader_takes_a_lead_in_without_a_colon():
    document = only("5. Staff\n\n- 5.2.2** Staff will be advised to\n- keep phones away.\n - switch phones off.\n")
    assert [(c.label, c.parent_label, c.lead_in) for c in document.clauses] == [
        ("", "5.2.2", "Staff will be advised to"),
        ("", "5.2.2", "Staff will be advised to"),
    ]
    assert of_kind(document, BlockKind.LEAD_IN) == ["Staff will be advised to"]


def test_policy_reader_sets_only_the_last_sentence_apart_as_lead_in():
    document = only("Staff\n\n- Devices are their owners' business. All members are advised to:\n - lock them away\n")
    assert [(c.text, c.lead_in) for c in document.clauses] == [
        ("Devices are their owners' business.", ""),
        ("lock them away", "All members are advised to:"),
    ]


def test_policy_reader_keeps_a_full_rule_with_items_under_it_as_a_clause():
    document = only("Pupils\n\n- Worries about phones will be dealt with.\n - Staff may take a phone away.\n")
    assert [(c.text, c.lead_in) for c in document.clauses] == [
        ("Worries about phones will be dealt with.", ""),
        ("Staff may take a phone away.", "Worries about phones will be dealt with."),
    ]


def test_policy_reader_does_not_hang_a_sentence_with_its_own_subject_from_an_infinitive():
    document = only(
        "Staff\n\nStaff will be advised to:\n\n· Keep phones away.\n\n· Members of staff are not allowed to film.\n"
    )
    assert [c.lead_in for c in document.clauses] == ["Staff will be advised to:", ""]


def test_policy_reader_hangs_unmarked_lines_from_an_open_sentence():
    document = only(
        "Trips\n\nHowever staff should ensure that:\n\nPhone use is polite\n\n"
        "Phones are never used to film\n\nLockers are free. They are full.\n"
    )
    assert [bool(c.lead_in) for c in document.clauses] == [True, True, False]


def test_policy_reader_goes_on_with_a_list_of_names_after_a_page_break():
    document = only(
        "Links\n\n- This policy links with:\n - Behaviour policy\n - Camera policy\n\n- Data security\n"
        "- Online safety\n"
    )
    assert {c.lead_in for c in document.clauses} == {"This policy links with:"}


def test_policy_reader_parts_a_sentence_glued_to_a_list_item():
    document = only(
        "Staff\n\nAll staff:\n\n"
        "- know how to be careful at all times and report worries promptly Employees should be aware of the law.\n"
    )
    assert [(c.text, bool(c.lead_in)) for c in document.clauses] == [
        ("know how to be careful at all times and report worries promptly", True),
        ("Employees should be aware of the law.", False),
    ]


def test_policy_reader_keeps_rows_of_a_tabbed_table_with_their_header():
    document = only(
        "Contacts\n\nRole\tName\tContact\nHead\tAda Quill\thead@example.org\nChair\tBo Finch\tchair@example.org\n"
    )
    assert of_kind(document, BlockKind.TABLE_HEADER) == ["Role Name Contact"]
    assert [(c.text, c.lead_in, c.kind) for c in document.clauses] == [
        ("Head Ada Quill head@example.org", "Role Name Contact", ClauseKind.TABLE_ROW),
        ("Chair Bo Finch chair@example.org", "Role Name Contact", ClauseKind.TABLE_ROW),
    ]


def test_policy_reader_keeps_rows_of_a_markdown_table_with_their_header():
    document = only("## Where\n\n## Rooms\n\n| Room | Phones |\n|---|---|\n| Hall | no |\n")
    assert [(c.text, c.lead_in) for c in document.clauses] == [("Hall no", "Room Phones")]


def test_policy_reader_removes_marks_from_the_words():
    document = only("Staff\n\nStaff **must** read <u>the law</u> and [our guide](#) *or ask*.\n")
    assert texts(document) == ["Staff must read the law and our guide or ask."]


def test_policy_reader_keeps_key_details_as_clauses():
    document = only(
        "Phone Policy\n\nKey Details\n\nDesignated Safeguarding Lead (s): (Ada Quill)\n\n"
        "Date of next review: (May 2030)\n\n1. Aims\n\nWe are careful.\n"
    )
    assert [c.kind for c in document.clauses][:2] == [ClauseKind.KEY_DETAIL, ClauseKind.KEY_DETAIL]


def test_policy_reader_takes_signature_lines_and_pictures_for_noise():
    document = only("Staff\n\nStaff are kind.\n\nSigned ……………… head\n\n(Head teacher)\n\n[image: image1.emf]\n")
    assert texts(document) == ["Staff are kind."]


def test_policy_reader_takes_title_and_school_name_for_metadata():
    document = only("Oakfield Primary School\n\nMobile Phone Policy 2029 – 2030\n\n1. Aims\n\nWe are careful.\n")
    assert of_kind(document, BlockKind.METADATA) == ["Oakfield Primary School", "Mobile Phone Policy 2029 – 2030"]
    assert (document.title, document.version) == ("Mobile Phone Policy", "2029 – 2030")


def test_policy_reader_takes_the_title_from_the_file_name_where_there_is_none():
    assert only("1. Aims\n\nWe are careful.\n").title == "Phone policy"


def test_policy_reader_takes_contents_for_metadata():
    document = only(
        "Phone Policy\n\nContents\n\nAims .......... 1\nStaff .......... 2\n\nAims\n\nWe are careful.\n\n"
        "Staff\n\nStaff are, too.\n"
    )
    assert texts(document) == ["We are careful.", "Staff are, too."]


def test_policy_reader_splits_a_clause_of_many_rules_at_its_sentences():
    sentence = (
        "Members of staff will put their phones into the lockers by the door before lessons begin and leave them there."
    )
    document = only("Staff\n\n" + " ".join([sentence] * 12) + "\n")
    assert texts(document) == [sentence] * 12


def test_policy_reader_keeps_a_leaning_sentence_with_the_one_before():
    rule = "Phones are kept in the lockers by the door of the hall during all lessons of the day." + " Really so." * 45
    document = only(f"Staff\n\n{rule} This may be changed by the head.\n")
    assert texts(document)[-1] == "Really so. This may be changed by the head."


def test_policy_reader_cuts_an_endless_sentence():
    document = only("Staff\n\n" + "Staff and " * 500 + "\n")
    assert max(len(t) for t in texts(document)) <= 1100
    assert " ".join(texts(document)).split() == ("Staff and " * 500).split()


def policy(topic, numbers=4):
    body = f"1. Policy aims\n\n- The purpose of this policy is to keep people safe when using {topic}.\n"
    for number in range(2, numbers + 1):
        rules = "".join(f"- Rule {k} of part {number} is about {topic}.\n" for k in range(3))
        body += f"\n{number}. Part {'abcdefgh'[number]}\n\n{rules}"
    return body


def test_policy_reader_begins_a_new_document_where_numbers_restart():
    first, second = read(f"Mobile Phone Policy\n\n{policy('mobile phones')}\n{policy('social media')}")
    assert (first.title, second.title) == ("Mobile Phone Policy", "Social media policy")
    assert first.document_id != second.document_id


def test_policy_reader_names_a_second_document_by_the_title_above_it():
    documents = read(f"Mobile Phone Policy\n\n{policy('phones')}\nSocial Networks Policy\n\n{policy('networks')}")
    assert [d.title for d in documents] == ["Mobile Phone Policy", "Social Networks Policy"]


def test_policy_reader_names_a_second_document_after_the_first_where_nothing_names_it():
    text = f"Mobile Phone Policy\n\n{policy('phones')}\n" + policy("x").replace("The purpose", "It").replace(
        "when using x", ""
    )
    assert read(text)[1].title == "Mobile Phone Policy (second part)"


def test_policy_reader_does_not_split_at_numbers_inside_a_section():
    inner = (
        "\n1. Trips\n\nStaff carry one phone.\n\n2. Visits\n\nStaff carry two phones.\n\n5. Review\n\n"
        "We look at it yearly.\n"
    )
    assert len(read(f"Mobile Phone Policy\n\n{policy('phones')}{inner}")) == 1


def test_policy_reader_does_not_split_at_an_appendix():
    assert len(read(f"Mobile Phone Policy\n\n{policy('phones')}\nAppendix A\n\n{policy('phones')}")) == 1


def test_policy_reader_gives_clauses_the_audience_of_their_section():
    document = only(
        "1. Learners' use of phones\n\nPhones stay at home.\n\nStaff may take phones away.\n\n2. Review\n\n"
        "We look yearly.\n"
    )
    assert [c.audience for c in document.clauses] == [Audience.PUPILS, Audience.STAFF, Audience.EVERYONE]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\x0c\n"])
def test_policy_reader_reads_any_line_end(end):
    text = "1. Aims\n\nWe are careful.\n\n2. Staff\n\n- Staff must:\n - sign in\n".replace("\n", end)
    assert texts(only(text)) == ["We are careful.", "sign in"]


def test_policy_reader_reads_no_break_spaces_as_spaces():
    assert texts(only("1.\u00a0Aims\n\nWe\u00a0are careful.\n\n2.\u00a0Staff\n\n•\u00a0Staff are, too.\n")) == [
        "We are careful.",
        "Staff are, too.",
    ]


def test_policy_reader_counts_lines_from_one():
    assert clause(only("1. Aims\n\nWe are careful.\n\nStaff are, too.\n"), "Staff").line == 5


def test_policy_reader_reads_underlined_headings():
    document = only("Phones\n======\n\nStaff\n-----\n\nStaff are kind.\n\nPupils\n------\n\nPupils are, too.\n")
    assert [s.title for s in document.sections if s.title][-2:] == ["Staff", "Pupils"]


def test_policy_reader_takes_running_heads_for_noise():
    document = only("Staff\n\nPhones stay in the\n\nElm Nursery      Page 2\n\nlockers all day.\n\nStaff are kind.\n")
    assert texts(document)[0] == "Phones stay in the lockers all day."


def test_policy_reader_reads_bold_lines_as_headings():
    assert titles(only("**Photographs:**\n\nParents ask first.\n\n**Films**\n\nNobody films.\n")) == [
        ("", "Photographs:", 1),
        ("", "Films", 1),
    ]
