"""Why a row was rejected or loaded with a flag: every reason in both languages. Nothing is repaired
silently."""

from huji.standards import Text

REJECTED = {
    "encoding": Text("编码不是整个文件的编码", "Not in the encoding of the file"),
    "encoding_doubtful": Text("按两种编码都读得通", "Can be read in two encodings"),
    "line_too_long": Text("一行过长", "The line is too long"),
    "empty_line": Text("空行", "An empty line"),
    "columns": Text("列数不对", "Not as many columns as the header"),
    "quotes": Text("引号没有成对", "Quotation marks that do not pair"),
    "control_character": Text("有控制字符", "A control character"),
    "household_missing": Text("没有户号", "No household number"),
    "household_long": Text("户号过长", "The household number is too long"),
    "name": Text("姓名不合规范", "Not a name by the standard"),
    "relation_unknown": Text("与户主关系不明", "Unknown relation to the head"),
    "sex_unknown": Text("性别不明", "Unknown sex"),
    "ethnic_unknown": Text("民族不明", "Unknown ethnic group"),
    "birth_date": Text("出生日期不存在", "No such birth date"),
    "birth_in_future": Text("出生日期在转换日之后", "Born after the day of the conversion"),
    "number_missing": Text("没有公民身份号码", "No citizen number"),
    "number_form": Text("公民身份号码不是 18 位", "Not a citizen number of 18 characters"),
    "number_fifteen_refused": Text(
        "15 位号码（方案不许转换）", "A number of 15 digits (the plan converts none)"
    ),
    "number_check_digit": Text("公民身份号码校验码不符", "Wrong check digit of the citizen number"),
    "number_division": Text("号码前六位从来不是行政区划代码", "The number begins with no division's code"),
    "number_division_ended": Text(
        "号码前六位在出生前已停用", "The number's division had ended before the birth"
    ),
    "number_synthetic": Text("虚构号码", "A made-up number"),
    "birth_differs": Text("出生日期与号码不符", "The birth date is not the number's"),
    "sex_differs": Text("性别与号码不符", "The sex is not the number's"),
    "number_shared": Text("重号：两人同一号码", "Two persons with one number"),
    "person_twice": Text("一人两户", "A person in two households"),
    "row_repeated_again": Text("整行重复", "The row is there twice"),
    "address_missing": Text("没有住址", "No address"),
    "address_unknown": Text("没有这个标准地址", "No such standard address"),
    "address_ambiguous": Text("住址可指几个标准地址", "The address may be several standard ones"),
    "address_ended": Text("地址已不在用", "The address is not in use any more"),
    "address_office": Text("住址不归任何派出所", "No registration office keeps the address"),
    "arrival_date": Text("迁来日期不存在", "No such day of arrival"),
    "arrival_in_future": Text("迁来日期在转换日之后", "Arrived after the day of the conversion"),
    "registered_before_birth": Text("登记在出生之前", "Registered before birth"),
    "not_registered": Text("未落常住户口", "Not registered in the old register"),
    "type_unknown": Text("户别不明", "Family or collective household: not said"),
    "type_differs": Text("户别前后矛盾", "The kinds of household contradict each other"),
    "two_heads": Text("一户两个户主", "Two heads of one household"),
    "no_head": Text("没有户主", "A household without a head"),
    "head_rejected": Text("户主未能转入", "The head could not be taken over"),
}
FLAGGED = {
    "number_fifteen": Text("15 位号码已转为 18 位", "A number of 15 digits was made one of 18"),
    "number_small_x": Text("号码末位小写 x", "A small x at the end of the number"),
    "row_repeated": Text("整行重复，取一行", "The row is there twice; one was taken"),
    "address_former_name": Text("住址用旧名", "The address has a former name"),
    "address_written": Text("住址写法不同", "The address is written otherwise"),
    "address_differs": Text(
        "住址与本户不同，按本户登记", "Another address than the household's, which was taken"
    ),
    "address_no_registration": Text("该地址不能登记户口", "The address takes no registrations"),
    "address_entered_later": Text(
        "登记日期早于地址的启用日期", "Registered before the day the address was entered for"
    ),
    "arrival_unstated": Text("没有迁来日期，从出生起算", "No day of arrival: since birth"),
    "since_head": Text("早于现户主，从户主之日起算", "Here before the present head: since the head"),
    "relation_sex": Text("性别与“与户主关系”不符", "Of another sex than the relation to the head says"),
    "relation_age": Text("年龄与“与户主关系”不合", "Of an age that the relation to the head does not fit"),
    "relation_twice": Text(
        "一户两名配偶，或者两个同一排行的子女",
        "A second spouse of the head, or a second eldest, second … child",
    ),
    "old_kind_unknown": Text("户口性质不明", "Unknown old kind"),
    "marital_unknown": Text("婚姻状况不明", "Unknown marital state"),
    "education_unknown": Text("文化程度不明", "Unknown level of education"),
    "name_written": Text("姓名的写法已统一", "The name was written otherwise: its dot, or its form"),
    "former_name": Text("曾用名不合规范，未登记", "The former name is not one by the standard"),
    "height": Text(
        "身高不是整厘米数，或者不可能，未登记", "The height is no whole number of centimetres, or cannot be"
    ),
    "sort_assumed": Text("集体户类别未写，按单位集体户", "Sort of collective household not said: a unit's"),
    "sort_differs": Text(
        "集体户类别与本户不同，按本户登记", "Another sort than the household's, which was taken"
    ),
    "relative_unknown": Text("亲属不在转入者中", "A relative who was not taken over"),
    "relative_unfit": Text(
        "亲属的性别或年龄不符，或同一人既作父母又作配偶",
        "A relative of another sex or age, or named both parent and spouse",
    ),
    "relative_tied": Text("亲属已登记有别的父母或配偶", "The relative has another parent or spouse by now"),
    "spouse_one_sided": Text("配偶一方未写对方", "Only one of the couple names the other"),
}
ALL = REJECTED | FLAGGED
OUTCOMES = {
    "loaded": Text("转入", "loaded"),
    "flagged": Text("转入并标记", "loaded with a flag"),
    "rejected": Text("未转入", "rejected"),
}


def text(reason: str) -> Text:
    """Return a reason in words; a reason of a later version stands for itself."""
    return ALL.get(reason, Text(reason, reason))
