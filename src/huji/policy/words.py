"""What the engine says to people, in Chinese and English."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label in Chinese and in English."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the words in `language` ("zh…" Chinese, anything else English)."""
        return self.zh if language.startswith("zh") else self.en

    def as_dict(self) -> dict[str, str]:
        """Return the words as the answer carries them."""
        return {"zh": self.zh, "en": self.en}

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"
