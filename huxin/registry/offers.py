"""What does the registry offer to the search box and to the list of to-dos?"""

from huxin.registry.models import Enterprise
from huxin.search.find import searchable

searchable(Enterprise, "name", "credit_code", "names__name")
