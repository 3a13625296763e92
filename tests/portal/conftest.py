from tests.web.conftest import city

__all__ = ["city"]
