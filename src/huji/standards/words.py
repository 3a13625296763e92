"""What Huji says to people: every sentence in Chinese and English."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Chinese and in English."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the sentence in `language` ("zh…" Chinese, anything else English)."""
        return self.zh if language.startswith("zh") else self.en

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A request the law, the register or the input's own faults do not allow.

    `code` is stable and machine-readable, `text` says what was wrong and where, `hint` what to do.
    """

    def __init__(self, code: str, text: Text, hint: Text | None = None) -> None:
        super().__init__(code, str(text))
        self.code = code
        self.text = text
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.text} {self.hint}" if self.hint else str(self.text)
