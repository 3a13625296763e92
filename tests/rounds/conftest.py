from tests.cases.conftest import city, template

__all__ = ["city", "template"]
