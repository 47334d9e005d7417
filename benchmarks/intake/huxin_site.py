"""How is huxin set up for the comparison? As it is delivered, but that one address may report as often as it likes."""

from huxin.config.settings import *  # noqa: F403
from huxin.config.settings import ACCOUNT_RATE_LIMITS

ACCOUNT_RATE_LIMITS = ACCOUNT_RATE_LIMITS | {"report": "1000000/h/ip"}  # all reporters come from this machine
