"""What must be there before the first start? Safe to run again at any time."""

import argparse

from huxin.config.cli import use_django


def prepare(*, static: bool = True) -> None:
    """Keys, tables, cache table, divisions, holidays, legal figures, and the static files with immutable names."""
    import gc
    import os
    from pathlib import Path

    from huxin.config.keys import ensure_keys

    root = Path(__file__).resolve().parents[3]
    data = Path(os.environ.get("HUXIN_DATA") or root / "var")
    ensure_keys(Path(os.environ.get("HUXIN_KEYS") or data / "keys"))
    use_django()
    from django.core.management import call_command
    from django.utils import timezone

    from huxin.law.actions import seed_holidays
    from huxin.law.seeding import seed_parameters
    from huxin.orgs.areas import seed_areas

    gc.disable()  # migrations make and drop a hundred thousand model classes: looking for their rings costs a third
    call_command("migrate", verbosity=0)
    gc.enable()
    call_command("createcachetable", verbosity=0)
    seed_areas()
    seed_holidays(at=timezone.now())
    seed_parameters(at=timezone.now())
    if static:
        call_command("collectstatic", interactive=False, verbosity=0)


def main(words: list[str]) -> int:
    """`huxin setup`."""
    argparse.ArgumentParser(prog="huxin setup", description="准备安装").parse_args(words)
    prepare()
    print("准备完成。")
    return 0
