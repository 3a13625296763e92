"""Why a standing is so, in words (`standing.cause`)."""

from huji.standards import Text

CAUSES = {
    "death": Text("死亡", "death"),
    "declared_dead": Text("宣告死亡", "declared dead"),
    "duplicate": Text("重复户口注销", "duplicate registration"),
    "fraud": Text("虚假户口注销", "fraudulent registration"),
    "void": Text("登记撤销", "entry undone"),
    "moved": Text("迁出本市", "moved away"),
    "abroad": Text("出国（境）定居", "settled abroad"),
    "military": Text("服兵役", "military service"),
    "foreign_nationality": Text("取得外国国籍", "foreign nationality"),
    "born_unregistered": Text("出生后未登记", "not registered after birth"),
    "cancelled_wrongly": Text("错误注销", "cancelled wrongly"),
    "migration_lapsed": Text("户口迁移证件遗失或过期", "migration certificate lost or expired"),
    "declared_missing": Text("宣告失踪", "declared missing"),
    "birth_policy": Text("政策外生育", "born outside the birth policy"),
    "no_birth_certificate": Text("没有出生医学证明", "no birth certificate"),
    "adopted_in_fact": Text("事实收养", "adopted in fact"),
    "cancelled_after_marriage": Text("外嫁后注销", "cancelled after a marriage away"),
    "foreign_parent": Text("父母一方为外国人或无国籍", "a parent foreign or stateless"),
    "other": Text("其他原因", "other reasons"),
    "resettled": Text("搬迁安置", "resettled"),
    "spontaneous": Text("自发移民", "moved without registration"),
}


def cause(name: str) -> Text:
    """Say a cause; one unknown here is called by its own name."""
    return CAUSES.get(name, Text(name, name))
