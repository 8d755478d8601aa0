"""The part of Adaptive Cards 1.5 that Teams supports and Signpost uses, as documented at adaptivecards.io/explorer.

Stricter than the schema: an element or a property that is not here is refused.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AnyHttpUrl, BaseModel, ConfigDict, Field


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OpenUrl(Part):
    type: Literal["Action.OpenUrl"]
    title: str = Field(min_length=1)
    url: AnyHttpUrl
    tooltip: str = Field(min_length=1)


class Submit(Part):
    type: Literal["Action.Submit"]
    title: str = Field(min_length=1)
    data: dict[str, str]


class ActionSet(Part):
    type: Literal["ActionSet"]
    actions: list[Annotated[OpenUrl | Submit, Field(discriminator="type")]] = Field(min_length=1, max_length=6)


class TextRun(Part):
    type: Literal["TextRun"]
    text: str
    weight: Literal["Lighter", "Default", "Bolder"] = "Default"
    size: Literal["Small", "Default", "Medium", "Large", "ExtraLarge"] = "Default"
    is_subtle: bool = Field(default=False, alias="isSubtle")


class RichTextBlock(Part):
    type: Literal["RichTextBlock"]
    inlines: list[TextRun] = Field(min_length=1)
    separator: bool = False


class TextBlock(Part):
    type: Literal["TextBlock"]
    text: str = Field(min_length=1)
    wrap: Literal[True]
    weight: Literal["Bolder"]
    style: Literal["heading"]


class Container(Part):
    type: Literal["Container"]
    items: list[Annotated[RichTextBlock | ActionSet, Field(discriminator="type")]] = Field(min_length=1)
    style: Literal["emphasis", "attention"]
    spacing: Literal["Medium"] = "Medium"


class Card(Part):
    schema_address: Literal["http://adaptivecards.io/schemas/adaptive-card.json"] = Field(alias="$schema")
    type: Literal["AdaptiveCard"]
    version: Literal["1.5"]
    lang: Literal["en"]
    fallback_text: str = Field(alias="fallbackText", min_length=1)
    msteams: dict[Literal["width"], Literal["Full"]]
    body: list[Annotated[TextBlock | RichTextBlock | Container | ActionSet, Field(discriminator="type")]] = Field(
        min_length=1
    )

    def texts(self) -> list[str]:
        """Everything that is shown as text runs, a line each."""
        return [text for element in self.body for text in _texts(element)]


def _texts(element: Part) -> list[str]:
    if isinstance(element, Container):
        return [text for item in element.items for text in _texts(item)]
    return ["".join(run.text for run in element.inlines)] if isinstance(element, RichTextBlock) else []
