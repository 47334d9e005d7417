"""Which Django command is asked for? (`huxin` is the command for people; this one is for developers.)"""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huxin.config.settings")
    execute_from_command_line(sys.argv)
