"""With which key a report is signed: the rows ask only for what is needed, and say what the card says of its PIN."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.review.dialogs import IssueDialog
from ui.review.signature_rows import SignatureRows
from workstation.accounts.token_uri import TokenUri
from workstation.accounts.tokens import Token, TokenEntry, Tries
from workstation.errors import AccountError
from workstation.signing_desk import Signing

MODULE = Path("/usr/lib/module.so")


def entry(tries: Tries = Tries.ENOUGH, *, asks_itself: bool = False) -> TokenEntry:
    uri = TokenUri(MODULE, token="Card", key_id=b"\x01")
    return TokenEntry(uri, "Specimen, Erika", Token(uri, "Card", tries, asks_itself))


@pytest.fixture
def dialog(qtbot: QtBot) -> IssueDialog:
    made = IssueDialog(Path("a.pdf"), 1)
    qtbot.addWidget(made)
    made.show()
    return made


def rows(dialog: IssueDialog) -> SignatureRows:
    return dialog.signature


def asked(dialog: IssueDialog) -> set[str]:
    fields = {"where", "file", "module", "keys", "secret"}
    return {name for name in fields if dialog.form.isRowVisible(getattr(rows(dialog), name))}


def test_without_a_signature_nothing_more_is_asked(dialog: IssueDialog) -> None:
    assert asked(dialog) == set()
    assert dialog.go.isEnabled()
    assert rows(dialog).signing is None


def test_a_file_signs(dialog: IssueDialog) -> None:
    rows(dialog).role.choose("examiner")
    assert asked(dialog) == {"where", "file", "secret"}
    assert not dialog.go.isEnabled()
    rows(dialog).file.edit.setText("me.p12")
    rows(dialog).secret.setText("secret")
    assert dialog.go.isEnabled()
    assert rows(dialog).signing == Signing(Path("me.p12"), "secret")


def test_a_card_signs_once_its_key_is_chosen_and_the_pin_is_typed(dialog: IssueDialog, qtbot: QtBot) -> None:
    rows(dialog).role.choose("supervisor")
    rows(dialog).where.choose("card")
    assert asked(dialog) == {"where", "module", "keys", "secret"}
    rows(dialog).module.edit.setText(str(MODULE))
    with qtbot.waitSignal(rows(dialog).cardsAsked) as heard:
        rows(dialog).read.click()
    assert heard.args == [MODULE]
    rows(dialog).show_keys((entry(),))
    assert not dialog.go.isEnabled()
    rows(dialog).secret.setText("271828")
    assert dialog.go.isEnabled()
    with qtbot.waitSignal(dialog.wanted) as heard:
        dialog.answer()
    assert heard.args[3] == Signing(entry().uri, "271828", countersigns=True)
    assert rows(dialog).secret.text() == ""


@pytest.mark.parametrize(("tries", "may"), [(Tries.FEW, True), (Tries.LAST, True), (Tries.LOCKED, False)])
def test_what_the_card_says_of_its_tries_is_shown(dialog: IssueDialog, tries: Tries, may: bool) -> None:
    rows(dialog).role.choose("examiner")
    rows(dialog).where.choose("card")
    rows(dialog).show_keys((entry(tries),))
    rows(dialog).secret.setText("271828")
    assert {Tries.FEW: "few tries", Tries.LAST: "LAST TRY", Tries.LOCKED: "locked"}[tries] in rows(
        dialog
    ).warning.text()
    assert dialog.form.isRowVisible(rows(dialog).warning)
    assert dialog.go.isEnabled() is may


def test_a_reader_with_keys_of_its_own_is_not_typed_for(dialog: IssueDialog) -> None:
    rows(dialog).role.choose("examiner")
    rows(dialog).where.choose("card")
    rows(dialog).show_keys((entry(asks_itself=True),))
    assert "secret" not in asked(dialog)
    assert dialog.go.isEnabled()


def test_why_no_card_was_found_stands_in_the_dialog(dialog: IssueDialog) -> None:
    rows(dialog).role.choose("examiner")
    rows(dialog).where.choose("card")
    rows(dialog).show_refusal(AccountError("token-module-missing", module=MODULE))
    assert str(MODULE) in rows(dialog).warning.text()
    assert not dialog.go.isEnabled()
