"""The citizen's guide on paper: an archive, with every word and every glyph, the same bytes each time."""

import dataclasses
import io
import re
from datetime import date

import pypdf
import pytest
from tests.documents.test_typesetting import font_programs

from huji import policy
from huji.documents import guide as paper
from huji.policy import guide
from huji.policy.guide.outline import Line, Listing, Section
from huji.standards import Text

PACKS = policy.packs()


def printed(name: str, lang: str) -> tuple[bytes, guide.Outline]:
    pack = PACKS.get(name)
    assert pack is not None
    outline = guide.outline(paper.guide_of(pack, PACKS, [Text("三个工作日", "three days")]), lang)
    return paper.pdf(outline, pack.in_force_from), outline


def squeezed(text: str) -> str:
    # The hyphen at the end of a line is the typesetter's.
    return re.sub(r"[\s\u00ad\-‐]", "", text)


def lines_of(section: Section) -> list[str]:
    def each(lines: tuple[Line, ...]) -> list[str]:
        return [text for line in lines for text in (line.text, *each(line.lines))]

    own = [
        text
        for block in (*section.blocks, *section.more)
        if isinstance(block, Listing)
        for text in (block.title, *each(block.lines))
    ]
    return [section.title, *own, *(text for one in section.sections for text in lines_of(one))]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PACKS.names)
def test_every_line_of_the_guide_can_be_read_back_from_the_pdf(name: str, lang: str) -> None:
    pdf, outline = printed(name, lang)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    read = squeezed("".join(page.extract_text() for page in reader.pages))
    wanted = [text for section in outline.sections for text in lines_of(section)]
    assert [text for text in wanted if squeezed(text) not in read] == []
    assert "\ufffd" not in read


def test_the_guide_is_an_archive_with_its_fonts_and_a_title() -> None:
    pdf, outline = printed("panjin-2015", "en")
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    metadata = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert all(embedded for _, embedded in font_programs(reader))
    assert reader.metadata is not None
    assert outline.title in str(reader.metadata.title)
    assert reader.outline  # its sections can be jumped to
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]  # and are read aloud in order


def test_the_same_pack_gives_the_same_bytes_and_its_diagrams_are_told_in_words() -> None:
    pdf, outline = printed("lincang-2015", "zh")
    assert printed("lincang-2015", "zh")[0] == pdf
    drawing = outline.sections[1].sections[0].drawing
    assert drawing is not None
    assert "可以落户" in drawing.description


def test_names_of_places_come_in_both_languages() -> None:
    pack = PACKS.get("heilongjiang-2014")
    assert pack is not None
    made = paper.guide_of(pack, PACKS)
    assert made.place.en == (
        "Harbin, Qiqihar, Jixi, Hegang, Shuangyashan, Daqing, Yichun, Jiamusi, Qitaihe, Mudanjiang, "
        "Heihe and Suihua"
    )
    assert made.place.zh.startswith("哈尔滨市、齐齐哈尔市")
    assert made.superior == PACKS.get("national-2014").title  # type: ignore[union-attr]


def test_the_last_day_is_the_day_before_the_next_version() -> None:
    pack = PACKS.get("panjin-2015")
    assert pack is not None
    later = dataclasses.replace(pack, in_force_from=date(2030, 1, 1), digest="sha256:later")
    both = policy.Library([*PACKS, later], PACKS.vocabulary)
    assert paper.guide_of(pack, both).in_force_to == date(2029, 12, 31)
