"""Ports come and go by themselves, and say who answers on them."""

from __future__ import annotations

import threading

import pytest
from ui_devices import Technician
from ui_fake_maintenance import FREE, TAKEN

from ui.devices.port_panel import PortPanel
from workstation.maintenance import PortDescription


@pytest.fixture
def technician(technician: Technician) -> Technician:
    technician.window.tabs.setCurrentIndex(2)
    return technician


def panel(technician: Technician) -> PortPanel:
    return technician.window.ports


def ask(technician: Technician, address: str, kind: str = "") -> str:
    ports = panel(technician)
    ports.port.show_address(address)
    assert ports.kind.choose(kind)
    ports.ask.click()
    technician.wait(lambda: not ports._asking)
    row = [each[0] for each in ports.table.content.rows].index(address)
    return ports.table.text(row, 5)


def test_found_ports_with_usb_identity_and_user(technician: Technician) -> None:
    table = panel(technician).table
    assert [table.text(0, column) for column in range(5)] == [
        FREE.address, "0403:6001", "A10K4ZQ1", "FTDI FT232R", "",
    ]  # fmt: skip
    assert table.text(1, 4) == "reader"
    assert panel(technician).port.port == FREE, "the first port that nobody uses is proposed"


def test_ports_come_and_go(technician: Technician) -> None:
    new = PortDescription("/dev/ttyUSB7", "067b:2303")
    technician.engine.plug(FREE, TAKEN, new)
    technician.wait(lambda: len(panel(technician).table.content.rows) == 3)
    technician.engine.plug()
    technician.wait(lambda: panel(technician).none.isVisible())
    assert panel(technician).table.content.rows == ()


def test_what_is_typed_survives_the_coming_of_a_port(technician: Technician) -> None:
    panel(technician).table.take(TAKEN.address)
    panel(technician).port.setEditText("socket://127.0.0.1:4000")
    technician.engine.plug(FREE, TAKEN, PortDescription("/dev/ttyUSB7"))
    technician.wait(lambda: len(panel(technician).table.content.rows) == 3)
    assert panel(technician).port.port == PortDescription("socket://127.0.0.1:4000")


def test_who_is_there(technician: Technician) -> None:
    answer = ask(technician, FREE.address)
    assert answer.startswith("✓ Thorlabs DC4100")
    assert "1.2.0" in answer
    assert technician.engine.asked == [("probe", FREE.address, "")]


def test_one_kind_alone_can_be_asked(technician: Technician) -> None:
    assert ask(technician, FREE.address, "elyctis-idbox").startswith("✕ Nothing that this program knows")
    assert technician.engine.asked == [("probe", FREE.address, "elyctis-idbox")]


def test_a_port_in_use_is_refused_with_its_user(technician: Technician) -> None:
    answer = ask(technician, TAKEN.address)
    assert answer.startswith("✕ ")
    assert "reader" in answer


def test_a_typed_port_joins_the_table(technician: Technician) -> None:
    technician.engine.answers["/tmp/simulator"] = "gardasoft-rt"
    assert ask(technician, "/tmp/simulator").startswith("✓")
    assert panel(technician).table.key == "/tmp/simulator"


def test_an_answer_goes_with_its_port(technician: Technician) -> None:
    ask(technician, FREE.address)
    technician.engine.plug(TAKEN)
    technician.wait(lambda: len(panel(technician).table.content.rows) == 1)
    technician.engine.plug(FREE, TAKEN)
    technician.wait(lambda: len(panel(technician).table.content.rows) == 2)
    assert panel(technician).table.text(0, 5) == ""


def test_one_question_at_a_time(technician: Technician) -> None:
    go_on = threading.Event()
    technician.engine.hold = lambda: go_on.wait(10)
    ports = panel(technician)
    ports.ask.click()
    assert not ports.ask.isEnabled()
    assert ports.table.text(0, 5) == "… asking"
    ports.ask_who_is_there()
    go_on.set()
    technician.wait(lambda: not ports._asking)
    assert len(technician.engine.asked) == 1
    assert ports.ask.isEnabled()


def test_only_kinds_on_ports_are_offered(technician: Technician) -> None:
    kinds = panel(technician).kind
    codes = {kinds.itemData(row) for row in range(kinds.count())}
    assert codes == {"", "gardasoft-rt", "thorlabs-dc4100", "elyctis-idbox", "pn532"}
