"""What the actions of models and lessons do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from ui.desk import Desk
    from ui.main_window import MainWindow
    from ui.teaching.window import TeachingWindow
    from workstation.specimens.identification import Proposal

    Base = QObject
else:
    Base = object


class TeachingCommands(Base):
    """Mixin of ``ui.commands.Commands``."""

    desk: Desk
    _window: MainWindow
    _teaching: TeachingWindow | None = None

    def do_identify_model(self) -> None:
        """Propose models of the exhibit in hand."""
        self.desk.ask(self.desk.bench.specimens.propose(self.desk.exhibit_id), self._show_proposals)

    def _show_proposals(self, proposals: tuple[Proposal, ...]) -> None:
        from ui.teaching.proposals import Compared, ProposalsDialog

        snapshot, exhibit_id = self.desk.snapshot, self.desk.exhibit_id
        of_it = [each for each in snapshot.captures if each.exhibit_id == exhibit_id] if snapshot else []
        compared = Compared(
            models=len(self.desk.bench.library.models()),
            zone=snapshot is not None and any(each.exhibit_id == exhibit_id for each in snapshot.mrz),
            sides=len({each.page for each in of_it if each.light == "WHITE"}),
        )
        dialog = ProposalsDialog(proposals, compared, self._window)
        dialog.take.setEnabled(self.desk.editable)
        dialog.chosen.connect(self._take_proposal)
        dialog.open()

    def _take_proposal(self, proposal: Proposal) -> None:
        if self.desk.editable:
            chosen = self.desk.bench.specimens.choose(self.desk.exhibit_id, proposal.model.model_id, proposal)
            self.desk.keep(chosen)

    def do_teach(self) -> None:
        """The curator's window, beside this one."""
        from ui.teaching.window import TeachingWindow

        if self._teaching is None:
            self._teaching = TeachingWindow(self.desk)
        self._teaching.show()
        self._teaching.raise_()
        self._teaching.activateWindow()

    def _end_teaching(self) -> None:
        if self._teaching is not None:
            self._teaching.close()
            self._teaching.shutdown()
            self._teaching.deleteLater()
            self._teaching = None
