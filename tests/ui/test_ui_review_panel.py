"""The tab of the review: what may follow and why not, what nobody blind sees, and that nothing runs out of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from ui_fake_people import done
from ui_window import Opened

from ui.language import install_language
from ui.review.panel import ReviewPanel
from ui.review.words import ReviewWords
from workstation.accounts.roles import Role
from workstation.cases.handling import (
    Agreement,
    Comment,
    ComparedPoint,
    CustodyEvent,
    CustodyKind,
    Decision,
    Handling,
    ReportVersion,
    Retention,
    Review,
    ReviewKind,
    StageStep,
    VerificationRequest,
)
from workstation.cases.stages import Stage
from workstation.errors import PermissionRefused
from workstation.review_steps import Offer, Step

NOW = datetime.now(UTC)
LONG = "The thread is printed and not woven, which the second light shows well; say so in the reasoning of the case."


def handling(exhibit_id: str, **changes: object) -> Handling:
    values: dict[str, object] = {
        "stage": Stage.RETURNED,
        "steps": (
            StageStep(
                previous=Stage.AWAITING_REVIEW,
                stage=Stage.RETURNED,
                role=Role.SUPERVISOR,
                changed_at=NOW,
                changed_by="Zhang",
            ),
        ),
        "reviews": (
            Review(
                review_id="r",
                kind=ReviewKind.TECHNICAL,
                decision=Decision.RETURNED,
                reasons=LONG,
                role=Role.SUPERVISOR,
                created_at=NOW,
                created_by="Zhang",
            ),
        ),
        "comments": (Comment(comment_id="c", text=LONG, created_at=NOW, created_by="Zhang"),),
        "custody": (
            CustodyEvent(
                custody_id="k",
                exhibit_id=exhibit_id,
                kind=CustodyKind.RECEIVED,
                from_whom="Embassy of the Republic of Utopia in the capital of the neighbouring country",
                seal_no="S-77",
                happened_at=NOW,
                created_at=NOW,
                created_by="Erika",
            ),
        ),
        "reports": (
            ReportVersion(
                version=1, sha256="1" * 64, language="en", chain_head="2" * 64, issued_at=NOW, issued_by="Zhang"
            ),
        ),
        "retention": Retention(
            rule="years_1",
            retain_until=date(2030, 1, 1),
            legal_hold=True,
            reason=LONG,
            created_at=NOW,
            created_by="Z",
        ),
    }
    return Handling(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture
def panel(window: Opened) -> ReviewPanel:
    window.open_case()
    offers = (
        Offer(Step.SUBMIT),
        Offer(Step.APPROVE_TECHNICAL, PermissionRefused("review-own-case", name="Erika")),
        Offer(Step.RETURN, PermissionRefused("review-own-case", name="Erika")),
    )
    window.bench.review.offers = lambda: done(offers)  # type: ignore[method-assign]
    found = window.commands.space.review
    window.commands.space.show_tab("review")
    exhibit_id = window.commands.desk.exhibit_id
    assert exhibit_id is not None
    window.bench._changed(handling=handling(exhibit_id))
    window.wait(lambda: found.steps and LONG in found.returned.text())
    return found


def quiet_texts(panel: ReviewPanel) -> list[str]:
    widgets = (panel.next_box.itemAt(at).widget() for at in range(panel.next_box.count()))
    return [each.text() for each in widgets if each is not None]


def test_what_may_follow_is_a_button_and_what_may_not_is_a_reason_said_once(panel: ReviewPanel) -> None:
    assert set(panel.steps) == {Step.SUBMIT}
    texts = quiet_texts(panel)
    assert len(texts) == 2
    assert texts[1].count("✕") == 2
    assert texts[1].count("Erika") == 1


def test_why_it_came_back_where_it_is_and_how_long_it_is_kept(panel: ReviewPanel) -> None:
    assert "Zhang" in panel.returned.text()
    assert "S-77" in panel.custody.text()
    assert "2030-01-01" in panel.kept.text()
    assert "↩" in panel.reviews.text()
    assert f"{NOW.astimezone():%Y-%m-%d %H:%M}" in panel.reports.text()


def test_who_verifies_blind_sees_nothing_of_it(panel: ReviewPanel, window: Opened) -> None:
    exhibit_id = window.commands.desk.exhibit_id or ""
    asked = VerificationRequest(
        request_id="q", exhibit_id=exhibit_id, verifier_id="", verifier="V", created_at=NOW, created_by="Zhang"
    )
    blind = Handling(stage=Stage.AWAITING_REVIEW, requests=(asked,))
    window.bench._changed(blind=True, handling=blind)
    window.wait(lambda: panel.opinion.isVisibleTo(panel))
    hidden = (panel.comments, panel.points, panel.reviews, panel.custody, panel.kept, panel.reports, panel.returned)
    assert not [each for each in hidden if each.isVisibleTo(panel)]


@pytest.mark.parametrize(("language", "seen"), [("en", "Present, deviates"), ("zh_CN", "存在")])
def test_what_two_examiners_saw_is_said_in_words(language: str, seen: str, qapp: QApplication) -> None:
    install_language(language)
    point = ComparedPoint(
        verification_id="v",
        point="feature:substrate_uv",
        examiner="present_deviates/supports_false",
        verifier="",
        agreement=Agreement.EXAMINER_ONLY,
    )
    _, examiner, verifier, _ = ReviewWords(QWidget()).point(point, "scale_status")
    install_language("en")
    assert seen in examiner
    assert "_" not in examiner
    assert verifier == "–"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_nothing_runs_out_of_its_width(panel: ReviewPanel, window: Opened, language: str) -> None:
    install_language(language)
    inside = panel._area.widget()
    window.wait(lambda: panel.steps and inside.width() <= panel._area.viewport().width())
    assert inside.minimumSizeHint().width() <= panel._area.viewport().width()
    for each in (panel.stands, panel.returned, panel.reviews, panel.custody, panel.kept):
        assert each.wordWrap()
        window.wait(lambda it=each: it.height() >= it.heightForWidth(it.width()))
