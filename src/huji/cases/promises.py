"""What the procedure promises an applicant: the working days of its limits, in words."""

from huji.cases.limits import Rule, Stage, rules
from huji.cases.values import Kind
from huji.standards import Text

_FROM = {
    Kind.FROM_OUTSIDE: Text("从外地迁入", "Moving in from another city"),
    Kind.WITHIN_CITY: Text("在本市内迁移", "Moving within the city"),
}


def of_settling() -> tuple[Text, ...]:
    """Return the limits of applications to settle, one sentence a rule, in the order in which they hold."""
    return tuple(_said(rule, kind) for rule in rules() for kind in _FROM if kind in rule.kinds)


def _said(rule: Rule, kind: Kind) -> Text:
    who = _FROM[kind]
    if rule.hosts:
        hosts = sorted(rule.hosts, key=lambda host: host.value)
        zh = "、".join(host.label.zh for host in hosts)
        en = " or ".join(host.label.en.lower() for host in hosts)
        who = Text(f"{who.zh}、落{zh}的", f"{who.en} into a {en}")
    if rule.whole is not None:
        days = "1 working day" if rule.whole == 1 else f"{rule.whole} working days"
        return Text(f"{who.zh}：受理后 {rule.whole} 个工作日内办结", f"{who.en}: {days} in all")
    check, decide, tell = (rule.stages[stage] for stage in Stage)
    return Text(
        f"{who.zh}：受理后 {check} 个工作日内审查，{decide} 个工作日内决定，{tell} 个工作日内告知",
        f"{who.en}: {check} working days to check, {decide} to decide and {tell} to tell you",
    )
