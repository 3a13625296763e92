from tests.cases.test_killed import served
from tests.web.conftest import city, sign_in

__all__ = ["city", "served", "sign_in"]
