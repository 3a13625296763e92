"""The faces papers are set in, and what to say when none of them has a character.

Noto Serif SC and Noto Sans SC come with the package index; rarer characters come from Debian's fonts
where they are installed. PDF/A-2b forbids a missing glyph, so the typesetter itself judges what is missing.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

from huji.standards import Refused, Text

DEBIAN_FONTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))

# In order of preference for a rare character, with Debian's package.
_FALLBACK = (
    ("Noto Serif CJK SC", "NotoSerifCJK-Regular*", "fonts-noto-cjk"),
    ("HanaMinA", "HanaMinA*", "fonts-hanazono"),
    ("HanaMinB", "HanaMinB*", "fonts-hanazono"),
    ("BabelStone Han", "BabelStoneHan*", "fonts-babelstone-han"),
    ("Jigmo", "Jigmo.ttf", None),
    ("Jigmo2", "Jigmo2.ttf", None),
    ("Jigmo3", "Jigmo3.ttf", None),
    ("Noto Sans CJK SC", "NotoSansCJK-Regular*", "fonts-noto-cjk"),
)
PACKAGES = "fonts-noto-cjk fonts-hanazono"

_MISSING = re.compile(r'the text `"(?P<text>.*?)"` could not be displayed', re.DOTALL)
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]+)\}")


@dataclass(frozen=True)
class Faces:
    """The fonts of one press: those of the package, then fallbacks found under `roots`."""

    roots: tuple[Path, ...] = DEBIAN_FONTS

    @cached_property
    def directories(self) -> tuple[Path, ...]:
        """Folders the typesetter reads: the package's, and each that holds a fallback font."""
        found = {
            file.parent
            for root in self.roots
            if root.is_dir()
            for _, pattern, _ in _FALLBACK
            for file in root.rglob(pattern)
        }
        return (Path(pylopdf_fonts_zh_cn.__file__).parent, *sorted(found))

    @cached_property
    def book(self) -> typst.Fonts:
        """The loaded fonts; shared by every compiler."""
        return typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=list(self.directories)
        )

    @cached_property
    def families(self) -> dict[str, list[str]]:
        """For each style the families to try, first to last."""
        present = set(self.book.families())
        rare = [family for family, _, _ in _FALLBACK if family in present]
        return {"serif": ["Noto Serif SC", *rare], "sans": ["Noto Sans SC", *rare]}

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the font files, in hexadecimal: other files may print other shapes."""
        wanted = set(self.families["serif"] + self.families["sans"])
        paths = {str(face.path) for face in self.book.fonts() if face.family in wanted and face.path}
        return hashlib.sha256(b"".join(_file_digest(path) for path in sorted(paths))).hexdigest()


def _file_digest(path: str) -> bytes:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def missing_in(error: typst.TypstError) -> str:
    """The characters the typesetter could not print, each once; empty if the error is about another thing."""
    texts = _MISSING.findall(f"{error.message}\n{error.diagnostic}")
    plain = (_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) for text in texts)
    return "".join(dict.fromkeys("".join(plain)))


def no_glyph(characters: Iterable[str]) -> Refused:
    """The refusal that names characters no installed font has."""
    named = [f"{character}（U+{ord(character):04X}）" for character in characters]
    english = [f"{character} (U+{ord(character):04X})" for character in characters]
    return Refused(
        "glyph",
        Text(
            f"已安装的字体中没有下列字符，无法打印：{'、'.join(named)}。",
            f"No installed font has {', '.join(english)}; the paper cannot be printed.",
        ),
        Text(
            f"请运维人员安装生僻字字体（Debian：apt install {PACKAGES}）后重试；数据没有丢失。",
            f"Have the operator install fonts with rare characters (Debian: apt install {PACKAGES}) "
            "and print again; nothing is lost.",
        ),
    )


def refuse_unprintable(text: str) -> None:
    """Raise `Refused` if `text` holds a character that prints as nothing or as something else.

    Control, format and bidirectional characters could make a paper read otherwise than its data; a
    private-use character means something else in every font.
    """
    for character in text:
        category = unicodedata.category(character)
        if category in {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}:
            raise Refused(
                "invisible",
                Text(
                    f"内容含有不可见的控制字符 U+{ord(character):04X}，不能打印。",
                    f"The text holds the invisible character U+{ord(character):04X} and cannot be printed.",
                ),
                Text("请删除该字符后重试。", "Delete the character and try again."),
            )
        if category == "Co":
            raise Refused(
                "private-use",
                Text(
                    f"内容含有造字区字符 U+{ord(character):04X}，不同字体显示不同，不能打印。",
                    f"The text holds the private-use character U+{ord(character):04X}, "
                    "which every font shows differently; it cannot be printed.",
                ),
                Text(
                    "请改用国家标准编码的汉字（GB 18030—2022）。",
                    "Use the character's standard code (GB 18030-2022).",
                ),
            )
