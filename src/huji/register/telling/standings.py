"""How somebody stands in the register, in words: by kind and, where it tells more, by cause."""

from huji.register.records import Kind
from huji.standards import Text

_KINDS = {
    Kind.REGISTERED: Text("在册", "Registered"),
    Kind.IN_TRANSIT: Text("迁移途中", "In transit"),
    Kind.ELSEWHERE: Text("已在外地登记", "Registered elsewhere"),
    Kind.UNREGISTERED: Text("未登记", "Unregistered"),
    Kind.ENDED: Text("已注销", "Ended"),
}
_CAUSES = {
    (Kind.ELSEWHERE, "abroad"): Text("已注销（出国定居）", "Cancelled (settled abroad)"),
    (Kind.ELSEWHERE, "foreign_nationality"): Text(
        "已注销（取得外国国籍）", "Cancelled (foreign nationality)"
    ),
    (Kind.ELSEWHERE, "fraud"): Text("已注销（虚假户口）", "Cancelled (fraudulent registration)"),
    (Kind.ELSEWHERE, "military"): Text("服现役", "In military service"),
    (Kind.UNREGISTERED, "declared_missing"): Text("已注销（宣告失踪）", "Cancelled (declared missing)"),
    (Kind.ENDED, "death"): Text("已注销（死亡）", "Ended (death)"),
    (Kind.ENDED, "declared_dead"): Text("已注销（宣告死亡）", "Ended (declared dead)"),
    (Kind.ENDED, "duplicate"): Text("已注销（重复户口）", "Ended (duplicate registration)"),
    (Kind.ENDED, "fraud"): Text("已注销（虚假户口）", "Ended (fraudulent registration)"),
    (Kind.ENDED, "void"): Text("登记已撤销", "Entry undone"),
}


def standing(kind: Kind, cause: str | None = None) -> Text:
    """Say a standing of this kind and cause; a cause without words of its own is told by the kind alone."""
    return _CAUSES.get((kind, cause or ""), _KINDS[kind])


def cancelled(kind: Kind, cause: str | None) -> bool:
    """Return whether a registration was cancelled, not moved: also that of one who lives."""
    return kind is Kind.ENDED or ((kind, cause) in _CAUSES and cause != "military")


def tells_cause(kind: Kind, cause: str | None) -> bool:
    """Return whether the words of the standing tell its cause already."""
    return (kind, cause) in _CAUSES
