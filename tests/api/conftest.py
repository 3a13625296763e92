from tests.web.conftest import city, sign_in

__all__ = ["city", "sign_in"]
