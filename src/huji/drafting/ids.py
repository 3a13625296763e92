"""What names a policy and a pack in an address."""

from django.urls import register_converter


class Digest:
    """The 64 hexadecimal digits of a pack's digest."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return f"sha256:{value}"

    def to_url(self, value: str) -> str:
        return value.removeprefix("sha256:")


class PolicyName:
    """The name of a policy."""

    regex = "[a-z0-9][a-z0-9-]{0,62}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Digest, "digest")
register_converter(PolicyName, "policy")
