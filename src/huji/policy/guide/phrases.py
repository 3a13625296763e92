"""Fixed words of the guide: bodies, issuers of papers, citations, days."""

import datetime as dt

from huji.policy.citing import article
from huji.policy.tree import Citation
from huji.policy.words import Text

ISSUERS = {
    "public_security": Text("公安机关", "the police"),
    "community": Text("社区居委会、村委会", "the neighbourhood or village committee"),
    "civil_affairs": Text("民政部门", "the civil-affairs authority"),
    "health": Text("卫生健康部门、医疗机构", "the health authority or hospital"),
    "natural_resources": Text("自然资源部门", "the land and real-estate authority"),
    "housing": Text("住房和城乡建设部门", "the housing authority"),
    "landlord": Text("房屋产权人", "the owner of the home"),
    "employer": Text("用人单位", "the employer"),
    "human_resources": Text("人力资源和社会保障部门", "the human-resources authority"),
    "market_regulation": Text("市场监管部门", "the market-regulation authority"),
    "tax": Text("税务部门", "the tax authority"),
    "school": Text("学校", "the school"),
    "education": Text("教育部门", "the education authority"),
    "awarding_body": Text("表彰机关", "the body that gave the award"),
    "agriculture": Text("农业农村部门", "the agriculture authority"),
    "veterans": Text("退役军人事务部门、部队", "the veterans' authority or the army"),
    "statistics": Text("统计部门", "the statistics authority"),
}
"""Who issues a paper, by the role its list names; a role not here is left out."""

_BODIES = {
    "公安": "public security",
    "发改委": "development and reform commission",
    "人社": "human resources and social security",
    "人力社保": "human resources and social security",
    "教育": "education",
    "教委": "education",
    "科委": "science and technology",
    "计生": "health and family planning",
    "住建": "housing and construction",
    "卫生": "health",
    "民政": "civil affairs",
    "外办": "foreign affairs office",
    "国土": "land and resources",
    "农业": "agriculture",
    "农办": "rural work office",
    "工商": "industry and commerce",
    "税": "tax",
    "知识产权": "intellectual property",
    "公积金": "housing-fund office",
    "流动人口": "office for people from elsewhere",
    "来穗人员": "office for people from elsewhere",
}
_LEVELS = {"市": "city", "省": "province", "县": "county", "区": "district"}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def body(name: str) -> Text:
    """Return a body that a document names; in English its field and level where they are known."""
    field = next((words for mark, words in _BODIES.items() if mark in name), None)
    level = _LEVELS.get(name[:1])
    if field is None or level is None:
        return Text(name, name)
    kind = "" if "office" in field or "commission" in field else " department"
    return Text(name, f"the {level}'s {field}{kind}")


def cite(cites: Citation | None, document: str) -> Text | None:
    """Return a citation; the document is named where it is not the guide's own."""
    if cites is None:
        return None
    at = article(cites.article)
    if cites.document == document:
        return at
    return Text(f"{cites.document} {at.zh}", f"{cites.document}, {at.en}")


def day(value: dt.date) -> Text:
    """Return a day: 2015年12月15日 · 15 December 2015."""
    return Text(
        f"{value.year}年{value.month}月{value.day}日", f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    )
