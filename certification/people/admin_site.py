"""The admin site: for operators, by the site's own sign-in."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

#: Apps of others whose tables the admin would open: accounts could be linked to anybody, secrets read.
HIDDEN_APPS = frozenset({"account", "socialaccount"})


class OperatorAdminSite(AdminSite):
    site_header = _("明断 运维")
    site_title = _("明断 运维")
    index_title = _("数据")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Show what is to be shown: the tables of single sign-on have verbs of their own, or hold nothing."""
        models: list[Any] = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else list(model_or_iterable)
        shown = [model for model in models if model._meta.app_label not in HIDDEN_APPS]  # noqa: SLF001 - as Django does
        super().register(shown, admin_class, **options)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send strangers to the site's own sign-in page, which counts wrong passwords; refuse who is no operator."""
        index = reverse("admin:index", current_app=self.name)
        if self.has_permission(request):
            return redirect(index)
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(index)
