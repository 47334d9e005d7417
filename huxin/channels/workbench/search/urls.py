"""Where is the search box answered?"""

from django.urls import path

from huxin.channels.workbench.search import pages

urlpatterns = [path("search/", pages.search, name="search")]
