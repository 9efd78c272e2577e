"""The paragraphs of a section while it is written, with the list that bears out each number."""

from __future__ import annotations

from dataclasses import dataclass, field

from reports.annual.document import Claim, Paragraph, Table


@dataclass
class Text:
    """The paragraphs of a section while it is written, and what they claim."""

    blocks: list[Paragraph | Table] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def say(self, sentence: str, **claims: tuple[int, str]) -> None:
        """Add a paragraph; `claims` are (number stated, key of the table that bears it out)."""
        self.blocks.append(Paragraph(sentence))
        self.claims += [Claim(sentence, value, table) for value, table in claims.values()]

    def claim_groups(self, sentence: str, value: int, table: str) -> None:
        """A paragraph already said also states how many groups a table has."""
        self.claims.append(Claim(sentence, value, table, counts="groups"))

    def head(self, text: str) -> None:
        self.blocks.append(Paragraph(text, "heading"))

    def item(self, text: str) -> None:
        """A line of an enumeration."""
        self.blocks.append(Paragraph(text, "item"))
