"""What may a worker tell of the columns of his own order file? Column of the standard, words, whether it is needed.

`day` is no column of the standard: it is the day of times that are written without one.
"""

TOLD: tuple[tuple[str, str, bool], ...] = (
    ("day", "日期（时间列里没有日期时才选）", False),
    ("accepted_s", "接单时间", True),
    ("completed_s", "完成（送达、下车）时间", True),
    ("pay_fen", "报酬（配送费、车费收入）", True),
    ("order_id", "订单号", False),
    ("subsidy_fen", "补贴奖励", False),
    ("tip_fen", "打赏", False),
    ("deduction_fen", "扣款（正数）", False),
    ("deduction_reason", "扣款原因", False),
    ("price_fen", "顾客支付", False),
    ("distance_m", "里程", False),
)
