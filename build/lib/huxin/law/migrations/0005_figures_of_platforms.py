"""Which figures bind only the platform that published them? They carry its word; a cap of nobody in particular goes."""

from typing import Any

from django.db import migrations

_DOCUMENT = "滴滴出行司机防疲劳规则（平台公布）"
_WORDS = {"didi": "滴滴", "t3": "T3", "caocao": "曹操", "gaode": "高德"}
_OF_NOBODY = "网约车平台抽成比例公告（2022年“阳光行动”，11家平台多为18%至30%）"
_WHY = "公告没有逐家列明，不能作为任何一家平台的上限；请按各平台自己公布的上限录入。"


def put(apps: Any, schema_editor: Any) -> None:
    """Rows that people entered themselves stay as they are."""
    rows = apps.get_model("law", "Parameter").objects.filter(proposed_by=None)
    for row in rows.filter(document=_DOCUMENT).exclude(code__endswith=".滴滴"):
        rows.filter(pk=row.pk).update(code=f"{row.code}.滴滴")
    for old, new in _WORDS.items():
        for row in rows.filter(code__in=[f"commission.cap.{old}", f"commission.info_fee_cap.{old}"]):
            rows.filter(pk=row.pk).update(code=f"{row.code.rpartition('.')[0]}.{new}")
    rows.filter(document=_OF_NOBODY, state="current").update(state="removed", reason=_WHY)


class Migration(migrations.Migration):
    dependencies = [("law", "0004_first_figures")]
    operations = [migrations.RunPython(put, migrations.RunPython.noop)]
