"""The place of search in Django."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "huxin.search"
    label = "search"
    verbose_name = "搜索"
