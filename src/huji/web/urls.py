"""Sign-in, the officer's own account, and the language: the addresses of the kit.

allauth's views are listed one by one, so that what it adds in a later version does not open by itself.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern, URLResolver, include, path

import huji.web.ids  # noqa: F401  (the converter `id`)
from huji.web.access import officers, public
from huji.web.signin.views import as_demonstrated, nobody_signs_up, sign_in
from huji.web.views import language, stay

any_officer = officers()

_kit = (
    [
        path("language/", language, name="language"),
        path("sign-in/stay/", stay, name="stay"),
        path("sign-in/as/<id:officer>/", as_demonstrated, name="demonstrated"),
    ],
    "web",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(_kit)),
    path("sign-in/", sign_in, name="account_login"),
    path("sign-out/", public(account.logout), name="account_logout"),
    path("sign-in/inactive/", public(account.account_inactive), name="account_inactive"),
    path("sign-in/no-sign-up/", nobody_signs_up, name="account_signup"),
    path("sign-in/second/", public(mfa.authenticate), name="mfa_authenticate"),
    path("account/", any_officer(mfa.index), name="mfa_index"),
    path("account/password/", any_officer(account.password_change), name="account_change_password"),
    # allauth asks for this one too: an officer whose password was taken away is appointed anew.
    path("account/password/none/", any_officer(nobody_signs_up), name="account_set_password"),
    path("account/again/", any_officer(account.reauthenticate), name="account_reauthenticate"),
    path("account/again/second/", any_officer(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "account/again/key/",
        any_officer(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/app/", any_officer(totp.activate_totp), name="mfa_activate_totp"),
    path("account/app/remove/", any_officer(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/codes/", any_officer(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "account/codes/new/", any_officer(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"
    ),
    path(
        "account/codes/file/", any_officer(codes.download_recovery_codes), name="mfa_download_recovery_codes"
    ),
    path("account/keys/", any_officer(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("account/keys/new/", any_officer(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("account/keys/<id:pk>/", any_officer(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("account/keys/<id:pk>/remove/", any_officer(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
]
