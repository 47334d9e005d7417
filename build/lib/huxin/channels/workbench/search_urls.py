"""Where is the search box answered?"""

from django.urls import path

from huxin.channels.workbench import search

urlpatterns = [path("search/", search.search, name="search")]
