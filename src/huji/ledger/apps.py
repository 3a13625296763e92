from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The acts' ledger, its seals and the access log."""

    name = "huji.ledger"
    label = "ledger"
