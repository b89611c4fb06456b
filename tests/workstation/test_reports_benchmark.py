"""The benchmark measures what it says, and leaves ReportLab as it found it."""

from __future__ import annotations

from reportlab import rl_config

from workstation.reports import benchmark, pdf


def test_rows_name_their_peer_and_the_setting_is_put_back() -> None:
    rows = benchmark.run()
    assert rl_config.useA85 == 0
    assert pdf.rl_config is rl_config
    assert [row["measure"] for row in rows] == ["time", "size"]
    for row in rows:
        assert set(row) == {"benchmark", "measure", "value", "unit", "peer", "peer_value", "ratio"}
        assert row["benchmark"] == "report"
        assert row["value"] > 0
        assert row["peer_value"] > 0
