"""What every entry of a pack may carry beside its own keys: its place in the document, its papers, a note."""

from huji.policy import source
from huji.policy.pack import Document, Note
from huji.policy.reading import Reading
from huji.policy.tree import Citation
from huji.policy.vocabulary import Vocabulary


class Entries:
    """A reader of what entries share, over one vocabulary and one document."""

    def __init__(self, reading: Reading, vocabulary: Vocabulary, document: Document) -> None:
        self.reading = reading
        self.vocabulary = vocabulary
        self.document = document

    def cites(self, entry: source.Mapping) -> Citation:
        """Return the article an entry names, in the document it names or else in the pack's own."""
        document = entry.items.get("document")
        name = self.reading.string(document, "document") if document is not None else self.document.name
        return Citation(name, self.reading.string(entry.items.get("article"), "article"))

    def evidence(self, entry: source.Mapping, what: str) -> tuple[tuple[str, ...], ...]:
        """Return the papers of an entry: one list of alternatives, or several lists."""
        papers = self.vocabulary.evidence
        parts = self.reading.parts(entry, "evidence", what)
        if parts and all(isinstance(part, source.Scalar) for part in parts):
            return (tuple(self.reading.one_of(part, f"{what}.evidence", papers) for part in parts),)
        return tuple(self.reading.closed(part, f"{what}.evidence", papers) for part in parts)


def note_of(reading: Reading, entry: source.Mapping) -> Note | None:
    """Return the interpretation note of an entry, with the alternatives it names."""
    node, others = entry.items.get("note"), entry.items.get("alternatives")
    if node is None and others is None:
        return None
    parts = reading.sequence(others, "alternatives") if others is not None else ()
    return Note(reading.text(node, "note"), tuple(reading.text(part, "alternatives") for part in parts))
