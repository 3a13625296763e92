"""What officers choose for a statement, which keeps the Chinese words: told in English by the choice's own.

A choice is (value, 中文, English); the English stands alone on a form, and within a sentence begins small.
"""

from huji.standards import Text

Choices = tuple[tuple[str, str, str], ...]

REASONS: Choices = (
    ("agreed", "户内成年人及房屋产权人协商一致", "The adults and the owner agree"),
    ("owner", "房屋所有权或使用权转移", "The dwelling has another owner or tenant"),
    ("dead", "原户主死亡", "The head has died"),
    ("missing", "原户主被宣告失踪或者死亡", "The head is declared missing or dead"),
    ("abroad", "原户主出国（境）定居", "The head has settled abroad"),
    ("moved", "原户主户口已经迁出", "The head has moved away"),
    ("other", "其他特殊原因", "Another reason"),
)
"""Why another heads a household."""
DWELLINGS: Choices = (
    ("owned", "自有产权住房", "A home of one's own"),
    ("public", "承租的公有住房", "A public tenancy"),
    ("rented", "已登记备案的租赁住房", "A lease on file with the housing department"),
    ("other", "其他合法稳定住所", "Another lawful and stable dwelling"),
)
"""By what right somebody moves within the city."""
DEATHS: Choices = (
    ("medical", "医疗机构出具死亡医学证明", "Certified by a hospital"),
    ("community", "社区、村（居）委会证明", "Attested by the community"),
    ("police", "公安、司法机关出具证明", "Certified by police or a court"),
    ("cremation", "殡葬部门出具火化证明", "Certified by the crematory"),
)
"""What proves a death."""
UNCERTIFIED = "村（居）委会证明材料"
"""What proves a death where nothing was chosen."""
ANSWERS: Choices = (
    ("asked", "已向迁入地核实，没有落户", "The register gone to was asked: not registered there"),
    ("shown", "本人交回迁移证原件", "The certificate was brought back"),
)
"""How it is known that a migration certificate was never used."""

_KNOWN = {
    zh: en[0].lower() + en[1:]
    for choices in (REASONS, DWELLINGS, DEATHS, ANSWERS)
    for _value, zh, en in choices
} | {UNCERTIFIED: "attested by the community"}


def words_of(choices: Choices) -> dict[str, str]:
    """Return the words that a statement keeps, by value."""
    return {value: zh for value, zh, _ in choices}


def chosen(words: str) -> Text:
    """Say words of a statement; what was written by hand stands, behind a choice in brackets."""
    if words in _KNOWN:
        return Text(words, _KNOWN[words])
    choice, bracket, rest = words.rpartition("（")
    if bracket and rest.endswith("）") and choice in _KNOWN:
        return Text(words, f"{_KNOWN[choice]} ({rest.removesuffix('）')})")
    return Text(words, words)
