"""Which pages are about enterprises?"""

from django.urls import path

from huxin.channels.parts.menu import Item
from huxin.channels.workbench.enterprises import admissions, claims, importing, moves, pages

urlpatterns = [
    path("enterprises/", pages.enterprises, name="enterprises"),
    path("enterprises/enterprises.xlsx", pages.enterprises_export, name="enterprises_export"),
    path("enterprises/new/", moves.enterprise_new, name="enterprise_new"),
    path("enterprises/import/", importing.enterprises_import, name="enterprises_import"),
    path("tables/<int:pk>/", importing.enterprises_import_check, name="enterprises_import_check"),
    path("tables/<int:pk>/keep/", importing.enterprises_import_keep, name="enterprises_import_keep"),
    path("sightings/", importing.sightings, name="sightings"),
    path("sightings/<int:pk>/", importing.sighting, name="sighting"),
    path("sightings/<int:pk>/decide/", importing.sighting_decide, name="sighting_decide"),
    path("claims/", claims.claims, name="claims"),
    path("claims/<int:pk>/", claims.claim, name="claim"),
    path("admissions/", admissions.admissions, name="admissions"),
    path("admissions/<int:pk>/", admissions.admission, name="admission"),
    path("enterprises/<int:pk>/", pages.enterprise, name="enterprise"),
    path("enterprises/<int:pk>/dossier.pdf", pages.enterprise_dossier, name="enterprise_dossier"),
    path("enterprises/<int:pk>/edit/", moves.enterprise_edit, name="enterprise_edit"),
    path("enterprises/<int:pk>/name/", moves.enterprise_rename, name="enterprise_rename"),
    path("enterprises/<int:pk>/names/", moves.enterprise_name_add, name="enterprise_name_add"),
    path(
        "enterprises/<int:pk>/names/<int:name_pk>/remove/",
        moves.enterprise_name_remove,
        name="enterprise_name_remove",
    ),
    path("enterprises/<int:pk>/links/", moves.enterprise_link, name="enterprise_link"),
    path("enterprises/<int:pk>/links/<int:link_pk>/end/", moves.enterprise_unlink, name="enterprise_unlink"),
    path("enterprises/<int:pk>/merge/", moves.enterprise_merge, name="enterprise_merge"),
    path("enterprises/<int:pk>/separate/", moves.enterprise_separate, name="enterprise_separate"),
    path("enterprises/<int:pk>/invite/", admissions.enterprise_invite, name="enterprise_invite"),
]
menu = (
    Item(
        "企业",
        "workbench:enterprises",
        "registry.view",
        "building-store",
        77,
        ("workbench:sightings", "workbench:admissions", "workbench:claims"),
    ),
)
