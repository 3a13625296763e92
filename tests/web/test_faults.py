"""Every line of the summary above a form names its field."""

import pytest
from django import forms
from django.utils import translation

from huji.standards import Refused, Text
from huji.web.forms import DayField, Form, NumberField, WholeField, faults


class Birth(Form):
    mother = NumberField(label="母亲的公民身份号码")
    reporter = NumberField(label="申报人公民身份号码")
    issued = DayField(label="签发日期")


@pytest.fixture
def form() -> Birth:
    return Birth({"mother": "123", "reporter": "11", "issued": "昨天"})


def test_every_fault_names_its_field(form: Birth) -> None:
    with translation.override("zh-hans"):
        said = [sentence for _anchor, sentence in faults(form)]
    assert said[0].startswith("母亲的公民身份号码：公民身份号码应为 18 位")
    assert said[1].startswith("申报人公民身份号码：公民身份号码应为 18 位")
    assert said[2] == "签发日期：日期不对，请写成 2016-03-01。"


def test_a_refusal_names_its_field_too_and_once(form: Birth) -> None:
    form.refuse(Refused("known", Text("母亲已故。", "The mother has died.")), "mother")
    with translation.override("zh-hans"):
        assert ("id_mother", "母亲的公民身份号码：母亲已故。") in faults(form)
        form.add_error("issued", "签发日期不能在出生之前。")
        assert ("id_issued", "签发日期不能在出生之前。") in faults(form)


def test_the_forms_of_others_are_told_alike() -> None:
    class Theirs(forms.Form):
        login = forms.CharField(label="用户名")

    with translation.override("zh-hans"):
        assert faults(Theirs({})) == [("id_login", "用户名：这个字段是必填项。")]


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh-hans", "请填写 30 至 250 之间的数。"), ("en", "Write a number from 30 to 250.")],
)
def test_a_number_out_of_its_limits_is_told_both_of_them(lang: str, said: str) -> None:
    field = WholeField(least=30, most=250)
    assert field.clean("250") == 250
    with translation.override(lang):
        for typed in ("29", "268"):
            with pytest.raises(forms.ValidationError) as refused:
                field.clean(typed)
            assert refused.value.messages == [said]
