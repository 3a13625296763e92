"""Papers of a move issued anew."""

from huji.register.telling.names import Names
from huji.register.telling.sentences import Body, told
from huji.register.telling.wording import say
from huji.standards import Text


@told("replace_certificate", "换发户口迁移证", "Certificate replaced")
def replace_certificate(body: Body, names: Names) -> Text:
    statement = body["statement"]
    return say(
        Text(
            "户口迁移证 {former} 作废，换发 {number}（{because}），{who}仍在迁移途中。",
            "Migration certificate {former} is void, {number} takes its place ({because});"
            " {who} still in transit.",
        ),
        former=statement["certificate"],
        number=statement["replacement"],
        because=statement["because"],
        who=names.people(body["results"]["certificate"]["persons"]),
    )


@told("replace_permit", "补发准予迁入证明", "Permit replaced")
def replace_permit(body: Body, names: Names) -> Text:
    statement = body["statement"]
    return say(
        Text(
            "准予迁入证明 {former} 作废，补发 {number}（{because}）。",
            "Move-in permit {former} is void, {number} takes its place ({because}).",
        ),
        former=statement["permit"],
        number=statement["replacement"],
        because=statement["because"],
    )
