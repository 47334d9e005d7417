"""What does `python -m huxin.config` run? The same commands as `huxin`."""

from huxin.config.cli import main

raise SystemExit(main())
