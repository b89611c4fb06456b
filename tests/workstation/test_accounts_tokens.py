"""Keys on smart cards: their names, and SoftHSM 2 as the card. Signatures are judged by others than who made them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from case_material import full_case
from hypothesis import given
from hypothesis import strategies as st
from signing_material import DAY, NOW, erika, issued, loaded, made_case, opened, p12, printed_report, root, zhang
from token_material import PIN, demand_module, new_card, pulled_out, put_key

from main import run as main
from workstation.accounts.key_sources import open_person_key, question_of
from workstation.accounts.keys import signature_holds
from workstation.accounts.roles import at_station
from workstation.accounts.token_uri import TokenUri, key_source, parse_token_uri
from workstation.accounts.tokens import Token, Tries, find_token, keys_on, open_token
from workstation.cases.store import CaseFile
from workstation.cases.verify import verify
from workstation.clock import SystemClock
from workstation.errors import AccountError, ReportError, WorkstationError
from workstation.messages import explain
from workstation.reports.keys import SigningPolicy, open_key
from workstation.reports.signatures import Trust, read_signatures
from workstation.reports.signed_report import countersign, sign_new
from workstation.vocabulary import LANGUAGES

CARD = "Card of Erika"


@pytest.fixture(scope="module")
def card() -> TokenUri:
    new_card(CARD)
    put_key(CARD, erika())
    put_key(CARD, issued("Specimen, Erika (RSA)", root(), stamps=True), key_id=b"\x02", name="rsa")
    put_key(CARD, zhang(), key_id=b"\x03", name="alone", certificate=False)
    old = issued("Specimen, Erika (old)", root(), since=NOW - 2 * DAY, until=NOW - DAY)
    put_key(CARD, old, key_id=b"\x04", name="old")
    return TokenUri(demand_module(), token=CARD, key_id=b"\x01")


def pin(_: object) -> str:
    return PIN


def refused(uri: TokenUri, typed: str = PIN) -> WorkstationError:
    with pytest.raises(AccountError) as caught, open_token(uri, lambda _: typed):
        pass
    for language in LANGUAGES:
        said = explain(caught.value, language)
        assert "…" not in said
        assert said != caught.value.code
        assert typed not in said
    return caught.value


def test_a_name_is_read_and_written_again() -> None:
    uri = parse_token_uri("pkcs11:token=My%20card;id=%01%ff;object=k%3Bx?module-path=/opt/a%20b/m.so")
    assert uri == TokenUri(Path("/opt/a b/m.so"), token="My card", key_id=b"\x01\xff", key_label="k;x")
    assert parse_token_uri(str(uri)) == uri
    assert key_source("me.p12") == Path("me.p12")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("pkcs11:token=a", "token-uri"),
        ("pkcs11:token=a?module-path=", "token-uri"),
        ("pkcs11:token=a;token=b?module-path=/m.so", "token-uri"),
        ("pkcs11:colour=red?module-path=/m.so", "token-uri"),
        ("pkcs11:token=%ff?module-path=/m.so", "token-uri"),
        ("pkcs11:type=public?module-path=/m.so", "token-uri"),
        ("pkcs11:token=a?module-path=/m.so&pin-value=1234", "token-pin-in-uri"),
        ("pkcs11:token=a?module-path=/m.so&pin-source=file:/x", "token-pin-in-uri"),
    ],
)
def test_a_bad_name_is_refused(text: str, code: str) -> None:
    with pytest.raises(AccountError) as caught:
        parse_token_uri(text)
    assert caught.value.code == code
    assert all("1234" not in explain(caught.value, language) for language in LANGUAGES)


@given(st.text(max_size=60), st.booleans())
def test_no_name_does_harm(text: str, named: bool) -> None:
    with suppress(AccountError):
        uri = parse_token_uri(("pkcs11:" if named else "") + text + ("?module-path=/m.so" if named else ""))
        assert parse_token_uri(str(uri)) == uri


@given(st.text(min_size=1, max_size=20), st.binary(max_size=20))
def test_every_name_comes_back(token: str, key_id: bytes) -> None:
    try:
        token.encode()
    except UnicodeEncodeError:
        return
    uri = TokenUri(Path("/usr/lib/模块.so"), token=token, key_id=key_id)
    assert parse_token_uri(str(uri)) == uri


def test_examiner_signs_with_a_card_and_supervisor_with_a_file(card: TokenUri, tmp_path: Path) -> None:
    path, pdf = made_case(tmp_path / "a.qdcase"), tmp_path / "a.pdf"
    told = ("report", path, "--out", pdf, "--passphrase-from", "env:SECRET")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECRET", PIN)
        assert main([*map(str, told), "--sign", str(card), "--as", "examiner"]) == 0
    with opened(path) as case:
        countersign(case, pdf, loaded(p12(tmp_path / "z.p12", zhang())), clock=SystemClock(), policy=SigningPolicy())
    found = read_signatures(pdf.read_bytes(), (root()[1],))
    assert [(each.name, each.problem, each.trust) for each in found] == [
        ("Specimen, Erika", "", Trust.TRUSTED),
        ("样本·张三", "", Trust.TRUSTED),
    ]
    assert main(["verify", str(path), "--report", str(pdf)]) == 0


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig (poppler-utils) is not installed")
@pytest.mark.parametrize("key_id", [b"\x01", b"\x02"], ids=["ec", "rsa"])
def test_poppler_holds_a_signature_of_a_card_valid(card: TokenUri, key_id: bytes, tmp_path: Path) -> None:
    pdf = tmp_path / "a.pdf"
    uri = TokenUri(card.module, token=CARD, key_id=key_id)
    with opened(made_case(tmp_path / "a.qdcase")) as case, open_key(uri, pin, NOW) as key:
        sign_new(
            case, pdf, lambda: printed_report(case), key, clock=SystemClock(), language="en", policy=SigningPolicy()
        )
    told = subprocess.run(["pdfsig", "-nocert", pdf], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid" in told


@pytest.mark.parametrize("key_id", [b"\x01", b"\x02"], ids=["ec", "rsa"])
def test_a_head_is_countersigned_with_a_card(card: TokenUri, key_id: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.qdcase"
    full_case(path).close()
    with open_person_key(TokenUri(card.module, token=CARD, key_id=key_id), pin) as signer:
        assert signature_holds(
            signer.algorithm, signer.public_key_pem, signer.certificate_pem, signer.sign(b"head"), b"head"
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECRET", PIN)
        uri = str(TokenUri(card.module, token=CARD, key_id=key_id))
        told = ("case", "countersign", path, "--name", "Specimen, Erika", "--key", uri, "--key-passphrase-from")
        assert main([*map(str, told), "env:SECRET"]) == 0
    with CaseFile.open(path, clock=SystemClock(), actor="", read_only=True) as case:
        (seal,) = case.snapshot().handling.seals
    assert "BEGIN CERTIFICATE" in seal.certificate
    verification = verify(path)
    assert not verification.problems
    assert len(verification.seals) == 1


def test_a_wrong_pin_is_said_with_what_the_card_says_of_its_tries(card: TokenUri) -> None:
    assert refused(card, "000000").code == "token-pin-few"
    token = find_token(card)
    assert token.tries is Tries.FEW
    assert "few tries" in question_of(token, "en")
    with open_token(card, pin):
        pass
    assert find_token(card).tries is Tries.ENOUGH


def test_the_last_try_is_said_before_the_pin_is_typed(card: TokenUri) -> None:
    assert "LAST TRY" in question_of(Token(card, CARD, Tries.LAST, False), "en")
    assert "最后一次" in question_of(Token(card, CARD, Tries.LAST, False), "zh_CN")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"key_id": b"\x09"}, "token-key-missing"),
        ({"key_id": b"", "key_label": "nothing"}, "token-key-missing"),
        ({"key_id": b""}, "token-key-which"),
        ({"key_id": b"\x03"}, "token-certificate-missing"),
        ({"token": "Card of nobody"}, "token-missing"),
        ({"serial": "0000"}, "token-missing"),
        ({"module": Path("/nowhere/module.so")}, "token-module-missing"),
        ({"module": Path("/etc/hostname")}, "token-module-unfit"),
    ],
)
def test_what_is_not_there_is_named(card: TokenUri, changed: dict[str, object], code: str) -> None:
    told = {"module": card.module, "token": CARD, "key_id": b"\x01"} | changed
    assert refused(TokenUri(**told)).code == code  # type: ignore[arg-type]


def test_a_certificate_that_has_expired_signs_no_report(card: TokenUri) -> None:
    uri = TokenUri(card.module, token=CARD, key_label="old")
    with pytest.raises(ReportError) as caught, open_key(uri, pin, NOW):
        pass
    assert caught.value.code == "signing-expired"
    assert CARD in explain(caught.value, "en")


def test_a_card_that_is_pulled_out_signs_nothing(card: TokenUri, tmp_path: Path) -> None:
    path, pdf = made_case(tmp_path / "a.qdcase"), tmp_path / "a.pdf"
    with opened(path) as case, open_key(card, pin, NOW) as key:
        head = case.head()

        printed = printed_report(case)
        with pulled_out(), pytest.raises(AccountError) as caught:
            sign_new(case, pdf, lambda: printed, key, clock=SystemClock(), language="en", policy=SigningPolicy())
        assert caught.value.code == "token-gone"
        assert case.head() == head
    assert not pdf.exists()
    with pulled_out():
        assert refused(card).code == "token-missing"
    with open_token(card, pin) as again:
        assert again.sign(b"x")


def test_a_pulled_card_leaves_a_case_without_a_seal(card: TokenUri, tmp_path: Path) -> None:
    path = tmp_path / "a.qdcase"
    full_case(path).close()
    with open_person_key(card, pin) as signer:
        actor = at_station("Specimen, Erika")
        with CaseFile.open(path, clock=SystemClock(), actor=replace(actor, signer=signer)) as case:
            head = case.head()
            with pulled_out(), pytest.raises(AccountError) as caught:
                case.seals.countersign()
            assert caught.value.code == "token-gone"
            assert case.head() == head
    assert not verify(path).problems


def test_keys_are_listed_without_a_pin(card: TokenUri) -> None:
    found = keys_on(TokenUri(card.module))
    told = {each.uri.key_id: each.name for each in found if each.uri.token == CARD}
    assert told[b"\x01"] == "Specimen, Erika"
    with open_token(found[0].uri, pin) as key:
        assert key.certificate_pem


def test_two_cards_of_one_name_are_told_apart(card: TokenUri) -> None:
    for _ in range(2):
        new_card("Twin")
    error = refused(TokenUri(card.module, token="Twin"))
    assert error.code == "token-which"
    assert str(error.facts["known"]).count("Twin") == 2


def test_a_station_without_the_library_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    uri = TokenUri(tmp_path / "module.so", "card")
    for ask in (keys_on, find_token, lambda it: open_token(it, lambda _: PIN).__enter__()):
        with pytest.raises(AccountError) as refused:
            ask(uri)
        assert refused.value.code == "token-not-installed"
