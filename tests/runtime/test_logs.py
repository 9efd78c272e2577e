from __future__ import annotations

import logging

from dnfa import logs


def test_a_log_line_carries_the_request_it_belongs_to():
    record = logging.LogRecord("dnfa", logging.INFO, __file__, 1, "xin chào", None, None)
    token = logs.request_id.set("abc12345")

    try:
        assert logs.RequestIdFilter().filter(record) is True
    finally:
        logs.request_id.reset(token)

    assert logging.Formatter("[%(request_id)s] %(message)s").format(record) == "[abc12345] xin chào"


def test_everything_goes_to_standard_output_once():
    configuration = logs.configuration("WARNING")

    assert configuration["root"] == {"handlers": ["stdout"], "level": "WARNING"}
    assert configuration["loggers"]["django"]["handlers"] == []
