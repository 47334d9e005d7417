"""Which divisions of GB/T 2260 are known from the start?"""

import tomllib
from pathlib import Path

from huxin.orgs.models import Area

SEED = Path(__file__).parent / "seed" / "areas.toml"


def seed_areas() -> int:
    """Put the divisions of the seed into the database; those that are there keep what was edited. Number added."""
    added = 0
    for row in tomllib.loads(SEED.read_text(encoding="utf-8"))["area"]:
        parent = Area.objects.get(pk=row["parent"]) if "parent" in row else None
        _, new = Area.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "short_name": row["short_name"],
                "parent": parent,
                "path": f"{parent.path if parent else ''}{row['code']}/",
                "order": row["order"],
            },
        )
        added += new
    return added
