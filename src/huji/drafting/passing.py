"""One pass over a population for a draft, in a process of its own: it may take seconds and a gigabyte.

Reads one JSON object from standard input, writes the cells to a file and one JSON object to standard output.
Needs neither Django nor a database.

    {"people": file, "cells": file, "text": draft, "base": text of the policy it would change,
     "to": kind of area, or "columns"}
"""

import json
import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from huji import policy
from huji.policy import Faulty, population

MEMORY = 8 * 1024**3
"""Bytes of address space: a small file can unpack to more people than the machine has room for."""


def answer(task: Mapping[str, Any]) -> dict[str, Any]:
    """Take the cells; return how many there are, or the faults."""
    try:
        library = policy.packs()
        base = policy.read_pack(str(task["base"]), "base.yaml", library.vocabulary)
        draft = policy.read_pack(str(task["text"]), "draft.yaml", library.vocabulary)
        simulation = population.Simulation.prepare(
            str(task["people"]), base, library, to=str(task["to"]), drafts=(draft,)
        )
        simulation.cells.save(Path(str(task["cells"])))
        return {"cells": len(simulation.cells), "people": simulation.cells.people}
    except Faulty as faulty:
        return {"faults": [one.text.as_dict() for one in faulty.faults]}
    except OSError as error:
        reason = error.strerror or str(error)
        return {"faults": [{"zh": f"无法写入：{reason}", "en": f"it cannot be written: {reason}"}]}


def main() -> None:
    """Do the task on standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    json.dump(answer(json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    main()
