"""The interface as a whole, and its description."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from huji.api import problems
from huji.api.entrance import PURPOSE, Token
from huji.api.operations import router

SNAPSHOT = Path(__file__).parent / "openapi.json"
"""The description as committed: a change of the interface shows in it."""


class Plain(JSONRenderer):
    """JSON with Chinese as it is."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


api = NinjaAPI(
    title="Huji 户籍",
    version="1",
    description=(
        "The household register for programs: reading alone, as an officer, for a purpose named in "
        f"{PURPOSE}. 供程序查阅户籍：只读，以民警身份，须写明用途。"
    ),
    docs_url=None,
    openapi_url=None,
    auth=Token(),
    renderer=Plain(),
    urls_namespace="api",
)
problems.install(api)
api.add_router("", router)


def description() -> dict[str, Any]:
    """Return the OpenAPI description, with the purpose every operation takes and the problem it may be."""
    described: dict[str, Any] = json.loads(
        json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str)
    )
    words = {"type": "object", "properties": {"zh": {"type": "string"}, "en": {"type": "string"}}}
    described["components"]["schemas"]["Problem"] = {
        "type": "object",
        "required": ["type", "status", "code", "title", "text"],
        "properties": {
            "type": {"type": "string"},
            "status": {"type": "integer"},
            "code": {"type": "string"},
            "title": {"type": "string"},
            "text": words,
            "hint": words,
        },
    }
    purpose = {
        "in": "header",
        "name": PURPOSE,
        "required": True,
        "schema": {"type": "string"},
        "description": "handle_case, answer_person, correct; supervision also supervise, audit.",
    }
    problem = {
        "description": "Not answered: why, in both languages.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for methods in described["paths"].values():
        for operation in methods.values():
            operation.setdefault("parameters", []).append(purpose)
            operation["responses"]["default"] = problem
    return described


def snapshot() -> str:
    """Return the description as it is committed."""
    return json.dumps(description(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
