"""Where do the officials' pages live? Each subject is a folder whose `urls.py` brings its routes and its menu entry."""

from importlib import import_module
from pathlib import Path

from django.urls import URLPattern, URLResolver

from huxin.channels.parts.menu import MENUS, Item

app_name = "workbench"
urlpatterns: list[URLPattern | URLResolver] = []
_menu: list[Item] = []

for _file in sorted(Path(__file__).parent.glob("*/urls.py")):
    _subject = import_module(f"huxin.channels.workbench.{_file.parent.name}.urls")
    urlpatterns += _subject.urlpatterns
    _menu += getattr(_subject, "menu", ())

MENUS[app_name] = sorted(_menu, key=lambda item: item.order)
