"""What comes off the press: valid archives, right words, right pages, the same bytes, nothing smuggled in."""

import io
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import pypdf
import pytest
from PIL import Image
from tests.documents import samples

from huji.documents import fonts, papers, render
from huji.standards import Refused, Text

Make = Callable[..., papers.Paper]
each_paper = pytest.mark.parametrize("make", samples.ALL, ids=lambda make: make.__name__)
DEBIAN = [root for root in fonts.DEBIAN_FONTS if list(root.rglob("NotoSerifCJK-Regular*"))]


def printed(
    paper: papers.Paper, lang: render.Lang = "zh", press: render.Press | None = None
) -> pypdf.PdfReader:
    values = render.values(paper, samples.imprint(paper.kind))
    return pypdf.PdfReader(io.BytesIO((press or render.press()).pdf(values, samples.AT, lang)))


def words(reader: pypdf.PdfReader) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))


def font_programs(reader: pypdf.PdfReader) -> Iterator[tuple[str, bool]]:
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            for inner in font.get("/DescendantFonts", [font]):
                descriptor = inner.get_object()["/FontDescriptor"].get_object()
                embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
                yield str(inner.get_object()["/BaseFont"]), embedded


@each_paper
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_paper_is_an_archive_with_all_its_fonts(make: Make, lang: render.Lang) -> None:
    reader = printed(make(), lang)
    metadata = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert "/Encrypt" not in reader.trailer
    found = list(font_programs(reader))
    assert found
    assert all(embedded for _, embedded in found), found


@each_paper
def test_a_paper_typeset_again_is_the_same_byte_for_byte(make: Make) -> None:
    paper = make()
    imprint = samples.imprint(paper.kind)
    once = render.pdf(paper, imprint, samples.AT)
    anew = render.Press().pdf(render.values(paper, imprint), samples.AT)
    assert once == anew
    assert once != render.pdf(paper, imprint, samples.AT + timedelta(seconds=1))


@each_paper
def test_every_paper_bears_its_number_office_code_and_where_to_check_it(make: Make) -> None:
    paper = make()
    imprint = samples.imprint(paper.kind)
    text = words(printed(paper))
    for expected in (imprint.number, imprint.code, samples.ISSUER.page, "陈示例", "2026年3月2日", "盖章"):
        assert expected in text
    if paper.kind is not papers.Kind.BOOKLET:
        assert samples.ISSUER.name in text


def test_a_permit_says_who_may_come_from_where_to_where_until_when() -> None:
    reader = printed(samples.permit())
    text = words(reader)
    assert len(reader.pages) == 1
    for expected in (
        "准予迁入证明", "存根", "骑缝章", "林样本", "长女", "990102201509304329", "合法稳定就业和住所落户",
        samples.FROM, samples.TO, "锦州市公安局凌河分局示例派出所", "40日内有效",
        "至2026年4月10日止", "以下空白",
    ):  # fmt: skip
        assert expected in text
    assert text.count("盘双准字〔2026〕第12-000123号") == 3, "on the stub, across the cut and on the form"


def test_a_migration_certificate_carries_the_items_of_each_person() -> None:
    text = words(printed(samples.certificate()))
    for expected in (
        "户口迁移证",
        "30日内有效",
        "至2026年3月31日止",
        "山东省济南市",
        "硕士研究生",
        "锦凌准字〔2026〕第7-000045号",
    ):
        assert (expected in text) == (expected != "硕士研究生")


def test_a_large_family_goes_on_to_another_sheet() -> None:
    many = tuple(samples.person(f"陈第{n}", "子", f"99010220100101{n:04d}") for n in range(9))
    assert len(printed(samples.permit(persons=many)).pages) == 2
    assert len(printed(samples.certificate(persons=many)).pages) == 3
    assert all(person.name in words(printed(samples.certificate(persons=many))) for person in many)


def test_a_booklet_has_a_first_page_a_page_of_addresses_and_a_card_a_member_in_order() -> None:
    reader = printed(samples.booklet())
    pages = [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]
    assert len(pages) == 7
    assert "居民户口簿" in pages[0]
    assert "家庭户" in pages[0]
    assert "住址变动登记" in pages[1]
    assert [
        re.search(r"姓名(陈示例|林样本|陈小样|陈老样)", page)[1]
        for page in pages[2:]  # type: ignore[index]
    ] == ["陈示例", "林样本", "林样本", "陈小样", "陈老样"]
    assert "登记事项变更和更正记载" in pages[4]
    assert "硕士研究生" in pages[4]
    width, height = (float(side) * 25.4 / 72 for side in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (143, 105)


def test_a_card_has_every_item_of_the_registration_form() -> None:
    card = re.sub(r"\s", "", printed(samples.booklet()).pages[2].extract_text())
    for item in (
        "户别", "户主", "户主或与户主关系", "姓名", "性别", "曾用名", "民族", "出生日期", "监护人",
        "监护关系", "出生地",
        "出生证签发日期", "住址", "本市（县）其他住址", "籍贯", "宗教信仰", "公民身份号码",
        "身份证签发日期", "文化程度", "婚姻状况",
        "兵役状况", "身高", "血型", "职业", "服务处所", "何时何因由何地迁来本市（县）",
        "何时何因由何地迁来本址",
        "何时何因迁往何地", "何时何因注销户口", "申报人签章", "承办人签章", "登记日期",
    ):  # fmt: skip
        assert item in card


def test_members_stand_in_the_order_of_the_booklet() -> None:
    order = ["02", "12", "31", "42", "51", "61", "73", "93", "99"]
    members = tuple(
        samples.member(code, code, code, f"99010219900101{n:04d}", date(1990, 1, 1))
        for n, code in enumerate(order[::-1])
    )
    assert [member.relation_code for member in papers.in_booklet_order(members)] == order


def test_a_notice_of_completion_says_everything_missing_once_with_its_papers_and_the_day() -> None:
    text = words(printed(samples.completion()))
    for expected in (
        "尚缺下列2项材料", "一次性全部告知", "合法稳定住所的证明",
        "不动产权证书；经住房部门备案的房屋租赁合同",
        "参加城镇社会保险的证明", "2026年3月31日前（含当日）", "不再就本次申请要求补充其他材料",
    ):  # fmt: skip
        assert expected in text


def test_a_notice_of_completion_names_the_way_pursued() -> None:
    way = Text("城区凭就业和住所落户（盘政发〔2015〕53号（五））", "City proper (盘政发〔2015〕53号（五）)")
    text = words(printed(samples.completion(way=way)))
    assert "经审查，按“城区凭就业和住所落户（盘政发〔2015〕53号（五））”办理尚缺下列2项材料" in text
    aid = words(printed(samples.completion(way=way), lang="en"))
    assert "stilllacksthefollowingtosettleby“Cityproper" in aid.replace(" ", "")


def test_a_refusal_gives_reasons_by_route_articles_and_the_way_to_appeal() -> None:
    text = words(printed(samples.refusal()))
    for expected in (
        "不予迁入决定书", "没有按照国家规定参加城镇社会保险", "盘政发〔2015〕53号第二条第（五）项",
        "户口登记条例",
        "六十日内向盘锦市双台子区人民政府申请行政复议", "六个月内向盘锦市双台子区人民法院提起行政诉讼",
        "不是仅以自动化方式作出",
    ):  # fmt: skip
        assert expected in text


def test_office_and_seal_never_stand_alone_on_a_page() -> None:
    for lines in range(14):
        facts = tuple(Text(f"第{n}项事实经查证属实。", f"Fact {n}.") for n in range(lines))
        last = re.sub(r"\s", "", printed(samples.refusal(facts=facts)).pages[-1].extract_text())
        assert "有权要求对本决定予以说明" in last
        assert "盖章" in last


@pytest.mark.parametrize(("lang", "said"), [("zh", "未收取书面材料"), ("en", "Nopaperswerehandedin.")])
def test_a_receipt_for_nothing_announces_no_list(lang: render.Lang, said: str) -> None:
    text = words(printed(samples.receipt(received=()), lang))
    assert said in text
    assert "已收到下列材料" not in text


def test_a_receipt_says_what_was_handed_in_and_when_the_decision_is_due() -> None:
    text = words(printed(samples.receipt()))
    for expected in ("受理回执", "房屋租赁合同", "15个工作日", "2026年3月23日前（含当日）"):
        assert expected in text


@each_paper
def test_the_reading_aid_adds_english_and_leaves_the_chinese(make: Make) -> None:
    paper = make()
    chinese, both = words(printed(paper)), words(printed(paper, "en"))
    assert "Checkthispaperattheaddressabovewithitsnumberandcode." in both
    assert len(both) > len(chinese)
    assert samples.imprint(paper.kind).number in both


@each_paper
def test_only_a_demonstration_is_marked_as_one(make: Make) -> None:
    paper = make()
    office = papers.Issuer(
        name="盘锦市公安局双台子分局", name_en="", mark="盘双", page="https://huji.example/verify"
    )
    real = render.pdf(paper, samples.imprint(paper.kind, office), samples.AT)
    assert "DEMONSTRATION" in words(printed(paper))
    assert "DEMONSTRATION" not in words(pypdf.PdfReader(io.BytesIO(real)))


MARKUP = '#panic("x")[*粗*_斜_]$x^2$`码`<标>@引\\n"\'//注释 /*注*/ = 题 - 项 #sys.inputs ~ ---'


@each_paper
def test_no_name_or_address_is_ever_read_as_markup(make: Make) -> None:
    """Characters that mean something to the typesetter come out as they went in."""
    applicant = papers.Applicant(name=MARKUP, citizen_number="990102198803051234", address=MARKUP)
    kind = make().kind
    fields: dict[str, Any] = {
        papers.Kind.PERMIT: {"applicant": applicant, "note": MARKUP, "persons": (samples.person(MARKUP),)},
        papers.Kind.CERTIFICATE: {
            "holder": MARKUP,
            "to_address": MARKUP,
            "persons": (samples.person(MARKUP),),
        },
        papers.Kind.BOOKLET: {"head": MARKUP, "address": MARKUP},
        papers.Kind.FORM: {"head": MARKUP, "address": MARKUP},
        papers.Kind.BIRTH: {"child": samples.person(MARKUP), "address": MARKUP},
        papers.Kind.CANCELLATION: {"subject": samples.person(MARKUP), "destination": MARKUP},
        papers.Kind.CHANGE: {"subject": samples.person(MARKUP), "address": MARKUP},
    }.get(kind, {"applicant": applicant, "matter": Text(MARKUP, MARKUP)})
    assert re.sub(r"\s", "", MARKUP) in words(printed(make(**fields)))


def test_long_names_and_addresses_stay_in_their_fields() -> None:
    name = "阿卜杜热合曼·买买提伊力·吐尔逊江·努尔麦麦提"
    address = "盘锦市双台子区示例街道" * 9 + "１号"
    permit = printed(
        samples.permit(persons=(samples.person(name),), to_address=address, from_address=address)
    )
    assert len(permit.pages) == 1
    assert address in words(permit)
    certificate = printed(
        samples.certificate(holder=name, persons=(samples.person(name, birthplace=address[:40]),))
    )
    assert len(certificate.pages) == 1
    booklet = printed(
        samples.booklet(
            address=address[:60],
            head=name,
            members=(samples.member(name, "户主", "02", "990102199001010011", date(1990, 1, 1)),),
        )
    )
    assert len(booklet.pages) == 3
    assert name in words(booklet)


def amended(count: int) -> papers.Member:
    changes = tuple(
        papers.Change(item="服务处所", value=f"示例第{place}厂", on=samples.ON, officer="王承办")
        for place in range(count)
    )
    return samples.member("林样本", "户主", "02", "990102199006121227", date(1990, 6, 12), changes=changes)


def test_every_leaf_of_a_long_record_says_what_it_is_and_whose() -> None:
    moves = tuple(papers.Move(address=samples.TO, on=samples.ON, officer="王承办") for _ in range(14))
    reader = printed(samples.booklet(members=(amended(23),), moves=moves))
    pages = [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]
    assert sum("住址变动登记" in page for page in pages) == 2
    record = [page for page in pages if "登记事项变更和更正记载" in page]
    assert len(record) == 3
    assert all("姓名林样本" in page for page in record)
    form = printed(samples.form(member=amended(23)))
    assert len(form.pages) == 2
    assert all("林样本" in page.extract_text() for page in form.pages)


def test_an_address_before_and_after_fits_into_the_certificate_of_changes() -> None:
    address = "盘锦市大洼区示例街道" * 6 + "12号楼A座3501室"
    one = papers.Amendment(
        item=Text("本市（县）其他住址", "Other address"), before=address, after=address, way="changed",
        on=samples.ON,
    )  # fmt: skip
    certificate = printed(samples.change(amendments=(one,) * 3))
    assert words(certificate).count(address) == 6


def test_nothing_is_printed_over_the_edge_of_the_sheet() -> None:
    name = "阿卜杜热合曼·买买提伊力·吐尔逊江·努尔麦麦提"
    for paper in (
        samples.permit(persons=(samples.person(name),) * 6),
        samples.certificate(persons=(samples.person(name),) * 4),
        samples.booklet(head=name),
    ):
        for page in render.png(paper, samples.imprint(paper.kind), ppi=40):
            picture = Image.open(io.BytesIO(page)).convert("L")
            margin = 40 * 4 // 25
            inner = picture.crop((margin, margin, picture.width - margin, picture.height - margin))
            blank = Image.new("L", picture.size, 255)
            blank.paste(inner, (margin, margin))
            assert picture.tobytes() == blank.tobytes()


def test_a_value_that_no_size_of_type_fits_is_refused_not_cut() -> None:
    with pytest.raises(Refused, match="太长") as refused:
        printed(samples.permit(to_address="盘锦市双台子区" * 90))
    assert refused.value.code == "too-long"


@pytest.fixture(scope="module")
def package_only() -> render.Press:
    """A press on a machine without Debian's fonts."""
    return render.Press(fonts.Faces(roots=()))


def test_common_rare_characters_are_in_the_package(package_only: render.Press) -> None:
    reader = printed(samples.permit(persons=(samples.person("䶮㛃㐱"),)), press=package_only)
    assert "䶮㛃㐱" in words(reader)


def test_a_character_no_font_has_is_named_with_the_package_to_install(package_only: render.Press) -> None:
    with pytest.raises(Refused) as refused:
        printed(samples.permit(persons=(samples.person("吴𠮷𬎆"),)), press=package_only)
    assert refused.value.code == "glyph"
    assert "𠮷（U+20BB7）" in refused.value.text.zh
    assert "𬎆 (U+2C386)" in refused.value.text.en
    assert "吴" not in refused.value.text.zh
    assert refused.value.hint is not None
    assert "fonts-hanazono" in refused.value.hint.zh


@pytest.mark.skipif(not DEBIAN, reason="needs Debian's fonts-noto-cjk")
def test_debians_fonts_print_what_the_package_lacks() -> None:
    reader = printed(
        samples.permit(persons=(samples.person("吴𠮷"),)), press=render.Press(fonts.Faces(tuple(DEBIAN)))
    )
    assert "吴𠮷" in words(reader)
    assert any("NotoSerifCJK" in name.replace(" ", "") for name, _ in font_programs(reader))


def test_fonts_of_a_folder_of_ones_own_are_found(tmp_path: Path) -> None:
    source = Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSerifSC-Regular.otf"
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "HanaMinA.otf").symlink_to(source)
    assert fonts.Faces((tmp_path,)).directories[-1] == tmp_path / "deep"


@pytest.mark.parametrize(
    ("name", "code"),
    [("张\ue123", "private-use"), ("张\U000f0001", "private-use"), ("张\u202e三", "invisible"),
     ("张\u200b三", "invisible"),
     ("张\n三", "invisible"), ("张\ufffe", "invisible"), ("张\ud800", "invisible")],
)  # fmt: skip
def test_what_prints_as_nothing_or_as_anything_is_refused(name: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        printed(samples.permit(persons=(samples.person(name),)))
    assert refused.value.code == code
    assert "U+" in refused.value.text.en


def test_one_press_serves_many_threads() -> None:
    press = render.Press()
    jobs = [(make(), render.values(make(), samples.imprint(make().kind))) for make in samples.ALL]
    expected = [press.pdf(values, samples.AT) for _, values in jobs]
    wrong: list[int] = []

    def work() -> None:
        for place, (_, values) in enumerate(jobs):
            if press.pdf(values, samples.AT) != expected[place]:
                wrong.append(place)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "shown"), [("张三", "张*"), ("欧阳示例", "欧**"), ("𠮷", "𠮷*"), ("阿卜杜热合曼", "阿**")]
)
def test_a_masked_name_shows_its_first_character_and_not_its_length(name: str, shown: str) -> None:
    assert papers.masked(name) == shown


FORKED = """
import os
from tests.documents import samples
from huji.documents import render
paper = samples.ALL[0]()
values = render.values(paper, samples.imprint(paper.kind))
render.press().pdf(values, samples.AT)
if os.fork() == 0:
    try:
        render.press().pdf(values, samples.AT)
    except RuntimeError:
        os._exit(7)
    os._exit(0)
raise SystemExit(os.waitstatus_to_exitcode(os.wait()[1]))
"""


def test_a_process_forked_from_one_that_has_typeset_says_so_instead_of_waiting_for_ever() -> None:
    done = subprocess.run([sys.executable, "-c", FORKED], timeout=60, check=False)
    assert done.returncode == 7
