"""Addresses of signing in and of one's own account: those pages of allauth that are used here, and no others."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as directory
from allauth.socialaccount.providers.openid_connect.views import callback
from allauth.usersessions import views as sessions
from django.urls import path

from bot.console import sign_in_views

urlpatterns = [
    path("login/", sign_in_views.sign_in, name="account_login"),
    path("login/code/", second_factor.authenticate, name="mfa_authenticate"),
    path("login/closed/", account.account_inactive, name="account_inactive"),
    path("login/cancelled/", directory.login_cancelled, name="socialaccount_login_cancelled"),
    path("login/<slug:provider_id>/", sign_in_views.sign_in_with_directory, name="openid_connect_login"),
    path("login/<slug:provider_id>/callback/", callback, name="openid_connect_callback"),
    path("logout/", account.logout, name="account_logout"),
    path("invitation/", sign_in_views.invitation, name="invitation"),
    path("account/", second_factor.index, name="mfa_index"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("account/code/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/code/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/sessions/", sessions.list_usersessions, name="usersessions_list"),
]
