"""Where do the officials' pages live? Each subject's `<subject>_urls.py` brings its routes and its menu entry."""

import pkgutil
from importlib import import_module
from pathlib import Path

from django.urls import URLPattern, URLResolver

from huxin.channels.parts.menu import MENUS, Item

app_name = "workbench"
urlpatterns: list[URLPattern | URLResolver] = []
_menu: list[Item] = []

for _module in pkgutil.iter_modules([str(Path(__file__).parent)]):
    if _module.name.endswith("_urls"):
        _subject = import_module(f"huxin.channels.workbench.{_module.name}")
        urlpatterns += _subject.urlpatterns
        _menu += getattr(_subject, "menu", ())

MENUS[app_name] = sorted(_menu, key=lambda item: item.order)
