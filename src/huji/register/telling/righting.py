"""What puts the register right: undoing, corrections, changes of items and numbers."""

from huji.register.telling.names import Names
from huji.register.telling.sentences import Body, title, told
from huji.register.telling.wording import joined, say
from huji.standards import Text


@told("undo", "撤销登记", "Undone")
def undo(body: Body, names: Names) -> Text:
    undone, void = body["results"]["undone"], body["results"].get("void", [])
    return joined(
        say(
            Text(
                "第 {entry} 号登记（{act}）被撤销，恢复此前的登记：{reason}。",
                "Entry {entry} ({act}) was undone, and what was held before holds again: {reason}.",
            ),
            entry=undone["entry"],
            act=title(undone["act"]),
            reason=body["statement"]["reason"],
        ),
        say(
            Text("由该项登记产生的{who}作废。", "{who}, whom that entry had made, is void."),
            who=names.people(void),
        )
        if void
        else None,
    )
