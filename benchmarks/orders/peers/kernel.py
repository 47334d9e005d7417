"""How fast could it be at best? Unsorted rows are spread by person, sorted and swept once, in compiled code."""

import numpy as np
from numba import njit, prange

DAY_S, BREAK_S = 86_400, 1_200
WORKED, PAID, BEGUN, ORDERS, UNPRICED, EARNED, DEDUCTION, SANCTION, FARE, FARE_PAY, OVER, LATE_FEN, LATE, THERE = range(
    14
)
FIELDS, MOST_POSTS = 14, 64
NORM, RATE, RATED, SHARE, EACH, LIMIT, LIMITED, MORE, ASKED = range(9)  # planes of the grid of law
_SUMMED = (BEGUN, ORDERS, UNPRICED, EARNED, DEDUCTION, SANCTION, FARE, FARE_PAY, OVER, LATE_FEN)
WEEK = ("who", "job", "monday", "worked_s", "days", "first_day", "norm", "orders", "whole_week")
MONTH = ("who", "job", "month", "begun", "orders", "unpriced", "earned_fen", "deduction_fen", "sanction_fen",
         "fare_fen", "fare_pay_fen", "over_orders", "late_fen", "late_days", "wage_s", "due_fs", "unrated_s",
         "holiday_s", "holiday_fen", "usual_s", "usual_fen", "holiday_worked_s", "over_s", "rest_day_s", "first_day",
         "norm")  # fmt: skip
DAY = ("who", "job", "day", "worked_s", "norm", "orders")
STRETCH = ("who", "post", "day", "start_s", "counted_s")


@njit(cache=True)
def spread(who, persons):
    """Where each person's rows begin, and the rows person by person."""
    begin = np.zeros(persons + 2, np.int64)
    for w in who:
        begin[w + 1] += 1
    for w in range(1, persons + 2):
        begin[w] += begin[w - 1]
    at, rows = begin.copy(), np.empty(who.size, np.int32)
    for n in range(who.size):
        rows[at[who[n]]] = n
        at[who[n]] += 1
    return begin, rows


@njit(parallel=True, cache=True)
def in_order(begin, rows, accepted, stop, post):
    """Each person's rows by beginning, end and post."""
    for w in prange(begin.size - 1):
        mine = rows[begin[w] : begin[w + 1]]
        keys = np.empty(mine.size, np.int64)
        for n in range(mine.size):
            r = mine[n]
            lasted = stop[r] - accepted[r] if stop[r] else 131_071
            keys[n] = ((accepted[r] - accepted[rows[begin[w]]] + 4_194_304) * 131_072 + lasted) * 1_048_576 + post[r]
        rows[begin[w] : begin[w + 1]] = mine[np.argsort(keys)]


@njit(cache=True)
def _next(out, used, k):
    """One more row of a table, which grows as it must."""
    table, n = out[k], used[k]
    if n == table.shape[0]:
        larger = np.empty((2 * n, table.shape[1]), np.int64)
        larger[:n] = table
        out[k] = larger
    used[k] += 1
    return out[k][n]


@njit(cache=True)
def sweep(begin, rows, columns, money, job_of, norm_of, law, calendar, first, least):
    """Weeks, months, days that are too long, long stretches and full days of all persons."""
    grid = np.zeros((MOST_POSTS, calendar.shape[0], FIELDS), np.int64)
    posts = np.empty(MOST_POSTS, np.int64)
    out = [np.empty((1024, 9), np.int64), np.empty((1024, 26), np.int64), np.empty((1024, 6), np.int64),
           np.empty((1024, 5), np.int64), np.empty((1024, 5), np.int64)]  # fmt: skip
    used = np.zeros(5, np.int64)
    for w in range(begin.size - 1):
        if begin[w] < begin[w + 1]:
            known = _orders(w, rows[begin[w] : begin[w + 1]], columns, money, grid, posts, first, least, out, used)
            _person(w, known, posts, grid, job_of, norm_of, law, calendar, first, out, used)
            grid[:known] = 0
    return out, used


@njit(cache=True)
def _orders(w, mine, columns, money, grid, posts, first, least, out, used):
    """One person's rows added up by post and day, and his long stretches; how many posts there are."""
    known, reached, started, from_row = 0, 0, 0, -1
    for r in mine:
        one = columns[r]
        post, day, midnight, accepted, stop = one[0], one[1], one[2], one[3], one[4]
        at = 0
        while at < known and posts[at] != post:
            at += 1
        if at == known:
            posts[at] = post
            known += 1
        cell = grid[at, day - first]
        cell[THERE] = 1
        for n in range(ORDERS, LATE):
            cell[n] += money[r, n]
        cell[LATE] = max(cell[LATE], money[r, LATE])
        if not stop:
            continue
        cell[BEGUN] += 1
        fresh = max(accepted, reached)
        if stop > fresh:
            today = max(0, min(stop, midnight) - fresh)
            cell[WORKED] += today
            cell[PAID] += stop - fresh
            if stop - fresh > today:
                grid[at, day - first + 1, WORKED] += stop - fresh - today
                grid[at, day - first + 1, THERE] = 1
        if reached == 0 or accepted - reached >= BREAK_S:
            _ended(w, from_row, columns, started, reached, least, out, used)
            started, from_row = accepted, r
        reached = max(reached, stop)
    _ended(w, from_row, columns, started, reached, least, out, used)
    return known


@njit(cache=True)
def _ended(w, from_row, columns, started, reached, least, out, used):
    if from_row >= 0 and reached - started > least:
        row = _next(out, used, 3)
        row[0], row[1], row[2], row[3], row[4] = (
            w,
            columns[from_row, 0],
            columns[from_row, 1],
            started,
            reached - started,
        )


@njit(cache=True)
def _person(w, known, posts, grid, job_of, norm_of, law, calendar, first, out, used):
    days = calendar.shape[0]
    for d in range(days):  # the clock of the day, over all jobs
        counted, most, of = 0, 0, 0
        for p in range(known):
            s = grid[p, d, WORKED]
            counted += s
            if s > most or (s == most and s and posts[p] < of):
                most, of = s, posts[p]
        if counted > 3_600:
            row = _next(out, used, 4)
            row[0], row[1], row[2], row[3], row[4] = w, of, d + first, 0, counted
    for p in range(known):
        job, seen = job_of[posts[p]], False
        for q in range(p):
            seen = seen or job_of[posts[q]] == job
        if not seen:
            _job(w, job, known, posts, grid, job_of, norm_of, law, calendar, first, out, used)


@njit(cache=True)
def _job(w, job, known, posts, grid, job_of, norm_of, law, calendar, first, out, used):
    days = calendar.shape[0]
    of = np.zeros((days, 24), np.int64)  # summed fields by their number; then what follows
    for d in range(days):
        _day(d, job, known, posts, grid, job_of, norm_of, law, of)
        one = of[d]
        if one[THERE] and law[ASKED, one[15], d] and one[16] > law[LIMIT, one[15], d] + law[MORE, one[15], d]:
            row = _next(out, used, 2)
            row[0], row[1], row[2], row[3], row[4], row[5] = w, job, d + first, one[16], one[15], one[ORDERS]
    d = 0
    while d < days:
        end = d
        worked = full = orders = 0
        begun, longest, norm = -1, -1, 0
        while end < days and calendar[end, 0] == calendar[d, 0]:
            one = of[end]
            if one[THERE]:
                begun = end if begun < 0 else begun
                worked, orders, full = worked + one[16], orders + one[ORDERS], full + (one[WORKED] > 0)
                if one[14] > longest or (one[14] == longest and one[15] < norm):
                    longest, norm = one[14], one[15]
            end += 1
        if begun >= 0:
            row = _next(out, used, 0)
            row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8] = (
                w,
                job,
                calendar[d, 0],
                worked,
                full,
                begun + first,
                norm,
                orders,
                calendar[d, 3],
            )
            if full == 7:
                of[end - 1, 20] = 1
        d = end
    _months(w, job, of, law, calendar, first, out, used)


@njit(cache=True)
def _day(d, job, known, posts, grid, job_of, norm_of, law, of):
    """Sums of a job's day; 14 and 15: its longest norm, 16: working time, 17: paid time, 18: due, 19: not rated."""
    one = of[d]
    one[14] = -1
    for p in range(known):
        cell = grid[p, d]
        if not cell[THERE] or job_of[posts[p]] != job:
            continue
        norm = norm_of[posts[p]]
        for n in range(LATE):
            one[n] += cell[n]
        one[LATE] = max(one[LATE], cell[LATE])
        one[THERE] = 1
        one[18] += cell[PAID] * law[RATE, norm, d]
        one[19] += cell[PAID] * (1 - law[RATED, norm, d])
        s = 0
        for q in range(known):
            if job_of[posts[q]] == job and norm_of[posts[q]] == norm:
                s += grid[q, d, WORKED]
        if s > one[14] or (s == one[14] and norm < one[15]):
            one[14], one[15] = s, norm
    norm = one[15]
    more = one[BEGUN] * law[EACH, norm, d]
    one[16] = one[WORKED] + one[WORKED] * law[SHARE, norm, d] // 10_000 + more
    one[17] = one[PAID] + one[PAID] * law[SHARE, norm, d] // 10_000 + more
    one[18] += (one[17] - one[PAID]) * law[RATE, norm, d]


@njit(cache=True)
def _months(w, job, of, law, calendar, first, out, used):
    days, d = calendar.shape[0], 0
    while d < days:
        end, longest, begun = d, -1, False
        row = out[1][0]  # until there is one
        while end < days and calendar[end, 1] == calendar[d, 1]:
            one = of[end]
            if one[THERE]:
                if not begun:
                    row = _next(out, used, 1)
                    row[:] = 0
                    row[0], row[1], row[2], row[24] = w, job, calendar[d, 1], end + first
                    begun = True
                for n in range(10):
                    row[3 + n] += one[_SUMMED[n]]
                row[13] = max(row[13], one[LATE])
                row[14], row[15], row[16] = row[14] + one[17], row[15] + one[18], row[16] + one[19]
                if calendar[end, 2]:
                    row[17], row[18], row[21] = row[17] + one[PAID], row[18] + one[EARNED], row[21] + one[16]
                else:
                    row[19], row[20] = row[19] + one[PAID], row[20] + one[EARNED]
                    if one[20]:
                        row[23] += one[16]
                    elif law[LIMITED, one[15], end]:
                        row[22] += max(0, one[16] - law[LIMIT, one[15], end])
                if one[14] > longest or (one[14] == longest and one[15] < row[25]):
                    longest, row[25] = one[14], one[15]
            end += 1
        d = end
