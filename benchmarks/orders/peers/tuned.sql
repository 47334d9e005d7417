CREATE VIEW reached AS SELECT who, post, day, offset_s, accepted_s, stop_s, reached_s FROM orders;

CREATE TABLE sums AS
WITH cut AS (
    SELECT *, (day::BIGINT + 1) * 86400 - offset_s AS midnight_s,
        greatest(accepted_s, coalesce(reached_s, accepted_s)) AS begin_s
    FROM orders
)
SELECT who, o.day, o.post, any_value(job) AS job, any_value(posts.norm) AS norm,
        coalesce(sum(greatest(least(stop_s, midnight_s) - begin_s, 0)) FILTER (stop_s IS NOT NULL), 0)::BIGINT AS today_s,
        coalesce(sum(greatest(stop_s - greatest(begin_s, midnight_s), 0)) FILTER (stop_s IS NOT NULL), 0)::BIGINT AS later_s,
        count(stop_s) AS begun,
        count(*) AS orders, count(*) - count(pay_fen) AS unpriced,
        sum(coalesce(pay_fen, 0) + subsidy_fen)::BIGINT AS earned_fen,
        sum(deduction_fen)::BIGINT AS deduction_fen,
        coalesce(sum(deduction_fen) FILTER (deduction_reason IN ({sanctions})), 0)::BIGINT AS sanction_fen,
        coalesce(sum(price_fen) FILTER (pay_fen IS NOT NULL), 0)::BIGINT AS fare_fen,
        coalesce(sum(pay_fen + subsidy_fen) FILTER (price_fen IS NOT NULL), 0)::BIGINT AS fare_pay_fen,
        count(*) FILTER (capped = 1 AND price_fen > 0
            AND (price_fen - pay_fen - subsidy_fen) * 10000 > price_fen * commission_cap) AS over_orders,
        coalesce(sum(pay_fen + subsidy_fen - deduction_fen)
            FILTER (coalesce(paid_day, {as_of}) > due_day AND pay_fen IS NOT NULL), 0)::BIGINT
        + coalesce(sum(subsidy_fen - deduction_fen)
            FILTER (coalesce(paid_day, {as_of}) > due_day AND pay_fen IS NULL), 0)::BIGINT AS late_fen,
        greatest(coalesce(max(coalesce(paid_day, {as_of}) - due_day), 0), 0)::BIGINT AS late_days
    FROM cut o JOIN posts USING (post) JOIN figures ON figures.norm = posts.norm AND figures.day = o.day
    LEFT JOIN dues ON dues.pay_due = figures.pay_due AND dues.period_day = o.period_day
    GROUP BY who, o.day, o.post;

CREATE TABLE days AS
WITH halves AS (
    SELECT who, day, job, norm, today_s AS time_s, today_s + later_s AS paid_s, begun, orders, unpriced, earned_fen,
        deduction_fen, sanction_fen, fare_fen, fare_pay_fen, over_orders, late_fen, late_days
    FROM sums
    UNION ALL
    SELECT who, day + 1, job, norm, later_s, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM sums WHERE later_s > 0
), there AS (
    SELECT who, day, job, norm, sum(COLUMNS(* EXCLUDE (who, day, job, norm, late_days)))::BIGINT, max(late_days) AS late_days
    FROM halves GROUP BY ALL
), dued AS (
    SELECT there.*, paid_s * minimum_wage_hourly AS due_fs, CASE rated WHEN 0 THEN paid_s ELSE 0 END AS unrated_s,
        time_s * 1048576 + 1048575 - norm AS packed
    FROM there JOIN figures USING (norm, day)
), jobs AS (
    SELECT who, day, job, sum(COLUMNS(* EXCLUDE (who, day, job, norm, late_days, packed)))::BIGINT,
        max(late_days) AS late_days, max(packed) AS packed, (1048575 - max(packed) % 1048576)::INTEGER AS norm
    FROM dued GROUP BY who, day, job
)
SELECT jobs.* REPLACE (due_fs + (time_add) * minimum_wage_hourly AS due_fs),
    time_s + time_s * allowance_share // 10000 + begun * allowance_per_order AS worked_s, paid_s + time_add AS wage_s,
    working_time_daily, overtime_daily, verdict_hours_daily, limited,
    monday, month, holiday, whole_week
FROM (SELECT jobs.*, figures.* EXCLUDE (norm, day),
        paid_s * allowance_share // 10000 + begun * allowance_per_order AS time_add
    FROM jobs JOIN figures USING (norm, day)) jobs JOIN calendar USING (day);

CREATE TABLE weeks AS
SELECT who, job, monday, sum(worked_s)::BIGINT AS worked_s, count(*) FILTER (time_s > 0) AS days, min(day) AS first_day,
    (1048575 - max(packed) % 1048576)::INTEGER AS norm, any_value(whole_week) AS whole_week
FROM days GROUP BY ALL;

CREATE TABLE months AS
WITH kinds AS (
    SELECT days.*, NOT holiday AND taken.days IS NOT NULL AS rest_taken
    FROM days LEFT JOIN (SELECT who, job, monday + 6 AS day, days FROM weeks WHERE days = 7) taken USING (who, job, day)
)
SELECT who, job, month,
    sum(COLUMNS(['orders', 'unpriced', 'earned_fen', 'deduction_fen', 'sanction_fen', 'fare_fen', 'fare_pay_fen',
        'over_orders', 'late_fen', 'wage_s', 'due_fs', 'unrated_s', 'time_s']))::BIGINT,
    count(*) FILTER (time_s > 0) AS days,
    coalesce(sum(paid_s) FILTER (holiday), 0)::BIGINT AS holiday_s,
    coalesce(sum(earned_fen) FILTER (holiday), 0)::BIGINT AS holiday_fen,
    coalesce(sum(paid_s) FILTER (NOT holiday), 0)::BIGINT AS usual_s,
    coalesce(sum(earned_fen) FILTER (NOT holiday), 0)::BIGINT AS usual_fen,
    coalesce(sum(worked_s) FILTER (holiday), 0)::BIGINT AS holiday_worked_s,
    coalesce(sum(greatest(worked_s - working_time_daily, 0)) FILTER (NOT holiday AND NOT rest_taken AND limited = 1), 0)
        ::BIGINT AS over_s,
    coalesce(sum(worked_s) FILTER (rest_taken), 0)::BIGINT AS rest_day_s,
    max(late_days) AS late_days, min(day) AS first_day, (1048575 - max(packed) % 1048576)::INTEGER AS norm,
    sum(earned_fen - deduction_fen)::BIGINT AS income_fen
FROM kinds GROUP BY who, job, month;

CREATE TABLE stretches AS
WITH starts AS (
    SELECT who, post, day, accepted_s AS start_s, reached_s FROM reached
    WHERE stop_s IS NOT NULL AND (reached_s IS NULL OR accepted_s - reached_s >= 1200)
), ends AS (SELECT who, max(stop_s) AS last_s FROM reached GROUP BY who)
SELECT who, post, day, start_s,
    coalesce(lead(reached_s) OVER (PARTITION BY who ORDER BY start_s), last_s) - start_s AS counted_s
FROM starts JOIN ends USING (who);

CREATE TABLE full_days AS
WITH halves AS (
    SELECT who, day, post, today_s AS s FROM sums WHERE today_s > 0
    UNION ALL SELECT who, day + 1, post, later_s FROM sums WHERE later_s > 0
), posts_of_day AS (SELECT who, day, post, sum(s)::BIGINT AS s FROM halves GROUP BY ALL)
SELECT who, day, sum(s)::BIGINT AS counted_s, (1048575 - max(s * 1048576 + 1048575 - post) % 1048576)::INTEGER AS post
FROM posts_of_day GROUP BY ALL;

CREATE TABLE findings AS
WITH m AS (SELECT * FROM months JOIN (FROM figures SELECT * RENAME (day AS first_day)) USING (norm, first_day)),
w AS (SELECT * FROM weeks JOIN (FROM figures SELECT * RENAME (day AS first_day)) USING (norm, first_day)),
overtime AS (
    SELECT *, pay_days_monthly * working_time_daily * 10000 AS hours, minimum_wage_monthly * 200 AS twice
    FROM m WHERE verdict_pay_overtime > 0 AND unpriced = 0 AND wage_s * 100 >= working_days_monthly * working_time_daily
), owed AS (
    SELECT *, minimum_wage_monthly + (twice * over_s * overtime_rate_workday + hours) // (2 * hours)
        + (twice * rest_day_s * overtime_rate_rest_day + hours) // (2 * hours)
        + (twice * holiday_worked_s * overtime_rate_holiday + hours) // (2 * hours) AS due FROM overtime
), holidays AS (
    SELECT *, holiday_fen * usual_s * 10000 AS got,
        usual_fen * holiday_s * CASE holiday_agreed WHEN 1 THEN holiday_rate ELSE 10000 END AS asked
    FROM m WHERE verdict_pay_holiday > 0 AND unpriced = 0 AND usual_s > 0 AND holiday_s > 0
), long AS (SELECT * FROM stretches JOIN posts USING (post) JOIN figures USING (norm, day) WHERE counted_s > {least})
SELECT 'hours.daily' AS rule, verdict_hours_daily::TINYINT AS verdict, who, job, norm, day AS first_day, NULL::BIGINT AS start_s,
    worked_s AS measured, working_time_daily + overtime_daily AS required, NULL::BIGINT AS short_fen
FROM days WHERE verdict_hours_daily > 0 AND worked_s > working_time_daily + overtime_daily
UNION ALL SELECT 'hours.weekly', verdict_hours_weekly, who, job, norm, monday, NULL, worked_s, working_time_weekly, NULL
FROM w WHERE verdict_hours_weekly > 0 AND worked_s > working_time_weekly
UNION ALL SELECT 'rest.weekly', verdict_rest_weekly, who, job, norm, monday, NULL, 7 - days, rest_day_weekly, NULL
FROM w WHERE verdict_rest_weekly > 0 AND whole_week AND 7 - days < rest_day_weekly
UNION ALL SELECT 'part_time', verdict_part_time, who, job, norm, monday, NULL, worked_s,
    least(part_time_weekly, part_time_daily * days), NULL
FROM w WHERE verdict_part_time > 0 AND worked_s > least(part_time_weekly, part_time_daily * days)
UNION ALL SELECT 'hours.overtime', verdict_hours_overtime, who, job, norm, month, NULL, over_s + rest_day_s, overtime_monthly, NULL
FROM m WHERE verdict_hours_overtime > 0 AND over_s + rest_day_s > overtime_monthly
UNION ALL SELECT 'wage.hourly', verdict_wage_hourly, who, job, norm, month, NULL, income_fen, (due_fs + 3599) // 3600,
    (due_fs + 3599) // 3600 - income_fen
FROM m WHERE verdict_wage_hourly > 0 AND unpriced = 0 AND unrated_s = 0 AND income_fen * 3600 < due_fs
UNION ALL SELECT 'wage.monthly', verdict_wage_monthly, who, job, norm, month, NULL, income_fen, minimum_wage_monthly,
    minimum_wage_monthly - income_fen
FROM m WHERE verdict_wage_monthly > 0 AND unpriced = 0 AND wage_s * 100 >= working_days_monthly * working_time_daily
    AND income_fen < minimum_wage_monthly
UNION ALL SELECT 'pay.overtime', verdict_pay_overtime, who, job, norm, month, NULL, income_fen, due, due - income_fen
FROM owed WHERE income_fen >= minimum_wage_monthly AND income_fen < due
UNION ALL SELECT 'pay.holiday', verdict_pay_holiday, who, job, norm, month, NULL, holiday_fen,
    (asked + usual_s * 10000 - 1) // (usual_s * 10000), NULL
FROM holidays WHERE got < asked OR (got = asked AND holiday_agreed = 0)
UNION ALL SELECT 'commission.order', verdict_commission_order, who, job, norm, month, NULL, over_orders, 0, NULL
FROM m WHERE verdict_commission_order > 0 AND over_orders > 0
UNION ALL SELECT 'commission.month', verdict_commission_month, who, job, norm, month, NULL,
    ((fare_fen - fare_pay_fen) * 20000 + fare_fen) // (2 * fare_fen), commission_cap,
    ((fare_fen - fare_pay_fen) * 10000 - fare_fen * commission_cap + 9999) // 10000
FROM m WHERE verdict_commission_month > 0 AND fare_fen > 0 AND (fare_fen - fare_pay_fen) * 10000 > fare_fen * commission_cap
UNION ALL SELECT 'deduction.cap', verdict_deduction_cap, who, job, norm, month, NULL, deduction_fen,
    earned_fen * deduction_cap // 10000, deduction_fen - earned_fen * deduction_cap // 10000
FROM m WHERE verdict_deduction_cap > 0 AND unpriced = 0 AND deduction_fen * 10000 > earned_fen * deduction_cap
UNION ALL SELECT 'deduction.sanction', verdict_deduction_sanction, who, job, norm, month, NULL, sanction_fen, 0, sanction_fen
FROM m WHERE verdict_deduction_sanction > 0 AND sanction_fen > 0
UNION ALL SELECT 'pay.late', verdict_pay_late, who, job, norm, month, NULL, late_days, 0, late_fen
FROM m WHERE verdict_pay_late > 0 AND late_days > 0
UNION ALL SELECT 'clock.delivering', verdict_clock_delivering, who, job, norm, day, start_s, counted_s, clock_delivering_limit, NULL
FROM long WHERE verdict_clock_delivering > 0 AND counted_s > clock_delivering_limit
UNION ALL SELECT 'clock.order_taking', verdict_clock_order_taking, who, job, norm, day, start_s, counted_s, clock_order_taking_limit, NULL
FROM long WHERE verdict_clock_order_taking > 0 AND counted_s > clock_order_taking_limit
UNION ALL SELECT 'clock.daily_orders', verdict_clock_daily_orders, who, job, norm, day, NULL, counted_s, clock_daily_orders_limit, NULL
FROM full_days JOIN posts USING (post) JOIN figures USING (norm, day)
WHERE verdict_clock_daily_orders > 0 AND counted_s > clock_daily_orders_limit;
