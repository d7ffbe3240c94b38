"""One form for each day in English, which no reader of whatever country takes for another: 2026-11-05. A month alone
is named: November 2026."""

DATE_FORMAT = SHORT_DATE_FORMAT = MONTH_DAY_FORMAT = "Y-m-d"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "Y-m-d H:i"
YEAR_MONTH_FORMAT = "F Y"
TIME_FORMAT = "H:i"
