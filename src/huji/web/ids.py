"""The number of a record in an address: `<id:person>`, nothing that PostgreSQL's bigint could not hold."""

from django.urls import register_converter


class RecordId:
    """1 … 999,999,999,999,999,999 in plain digits; anything else is an address that does not exist."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(RecordId, "id")
