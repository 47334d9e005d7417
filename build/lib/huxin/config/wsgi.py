"""What does the web server run?"""

import atexit
import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huxin.config.settings")
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # all pages; else the first visitor waits for them
gc.collect()
gc.freeze()  # what is loaded by now stays, and is not looked through again with every collection
atexit.register(gc.unfreeze)  # libraries that look for leaks at the end would take it for one
