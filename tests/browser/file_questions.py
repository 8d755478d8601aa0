"""Run as a program beside a gateway: files questions at Larkfield, four of one meaning; prints the first's number."""

import django


def main() -> None:
    import uuid

    from bot.datatypes.answer import Answer, Message, Outcome
    from bot.datatypes.search_report import FoundClause, SearchReport
    from bot.questions.intake import open_review_item, record_answer
    from bot.questions.models import QuestionGroup, QuestionRecord, ReviewItem

    message = Message(
        kind="answer", text="The policies do not say.", answer=Answer(outcome=Outcome.UNANSWERED_NOT_IN_POLICY)
    )
    clause = FoundClause(document_id="phones", clause_id="c-locker", reference="Phones and Devices Policy", score=0.4)
    report = SearchReport(answerable=0.41, needed=0.63, bearing=0.61, nearest=0.5, in_scope=0.11, clauses=(clause,))
    group = QuestionGroup.objects.create(school="larkfield")
    filed = []
    for place, channel in enumerate(("teams", "teams", "slack", "web", "web")):
        question = QuestionRecord.objects.create(
            school="larkfield", conversation=f"d-{uuid.uuid4()}", channel=channel, text=f"drones on sports day? {place}"
        )
        filed.append(open_review_item(question, ReviewItem.Kind.UNANSWERED))
        record_answer(question.pk, [message], 20, uuid.uuid4(), search=report)
    ReviewItem.objects.filter(pk__in=[item.pk for item in filed[:4]]).update(group=group)
    print(filed[0].pk)


if __name__ == "__main__":
    django.setup()
    main()
