"""What does Granian run for django-helpdesk? The same as for huxin, with its settings."""

import gc

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
gc.collect()
gc.freeze()
