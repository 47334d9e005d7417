"""The place of cases in Django."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "huxin.cases"
    label = "cases"
    verbose_name = "案件"

    def ready(self) -> None:
        from huxin.cases import offers, procedures, reactions, subjects  # noqa: F401  registers what this package owns

        for module in iter_modules(procedures.__path__):
            import_module(f"huxin.cases.procedures.{module.name}")
        from huxin.cases import firm_parts  # noqa: F401  its part of the file of a firm
