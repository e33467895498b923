"""The program with windows: sets Qt up, opens dossiers, each in a window of its own, and the same one only once."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QObject,
    QPoint,
    QSettings,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog

from briefgen import __version__, workflows
from briefgen.dossier_file import SUFFIX, DossierFile, open_dossier
from briefgen.errors import BriefgenError
from briefgen.exporters.files import write_atomically
from briefgen.gui.background import Job
from briefgen.gui.beside import documents_folder, folder_beside
from briefgen.gui.choices import Choices
from briefgen.gui.garbage import MainThreadGarbage
from briefgen.gui.house import House
from briefgen.gui.icons import Icons, app_icon
from briefgen.gui.main_window import MainWindow
from briefgen.gui.plurals import EnglishPlurals
from briefgen.gui.recent import RecentDossiers
from briefgen.gui.session import Trouble
from briefgen.gui.signals import EndingSignals
from briefgen.gui.spoken_roles import speak_of_pages
from briefgen.gui.theme import Theme, load_fonts
from briefgen.issuing import bring_out_templates
from briefgen.rendering.template_packages import SUFFIX as PACKAGE_SUFFIX
from briefgen.resources import assets_folder
from briefgen.settings import Preferences, sample_copy

_LOG = logging.getLogger("briefgen.gui")
_QT_LOG = logging.getLogger("briefgen.qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_TURN = 0.0005
"""Seconds for which a thread keeps Python's lock while another waits for it. The window asks for it back after nearly
every call into Qt: with the usual five milliseconds it would crawl while a thread computes beside it."""
_SOON = 300
"""Milliseconds after which opening a dossier shows that it takes a while."""


def run(path: Path | None = None) -> int:
    """Open the window, on a dossier or on the start page, and stay until the last window is closed; gives 0.

    Raises:
        InputRefused: the user's settings can't be read.
    """
    program = Program(make_application())
    signals = EndingSignals(program.quit, program)
    try:
        program.open_first(path)
        return program.application.exec()
    finally:
        signals.stop()


def make_application() -> QApplication:
    """Make the process's one QApplication, with our fonts; one that is there is used."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    sys.setswitchinterval(_TURN)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    qInstallMessageHandler(_log_qt)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("briefgen")
    application.setApplicationDisplayName("Briefgen")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("briefgen")
    application.setWindowIcon(app_icon())
    load_fonts()
    speak_of_pages()
    application.installTranslator(EnglishPlurals(application))
    return application


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Write down what Qt complains of; a message in a terminal that nobody looks at is none."""
    del context
    # What a platform can't do, such as raising a window, is no defect: most window systems leave that to the user.
    cannot = message.startswith("This plugin does not support")
    _QT_LOG.log(logging.DEBUG if cannot else _LEVELS[kind], "%s", message)


class Program(QObject):
    """All windows, and what they share.

    Args:
        application: The process's QApplication.
        settings: Where windows remember their places; the user's own without one.
    """

    def __init__(self, application: QApplication, settings: QSettings | None = None) -> None:
        super().__init__()
        self.application = application
        settings = settings or QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "briefgen", "window")
        choices = Choices.read()
        preferences = choices.preferences
        theme = Theme(preferences.theme, preferences.text_size / 100, self)
        theme.apply()
        self.house = House(theme, Icons(theme), choices, settings, RecentDossiers(settings, self))
        self.windows: list[MainWindow] = []
        self._opening: set[Path] = set()
        self._real: dict[MainWindow, Path] = {}
        """Where the dossiers of windows really lie, whatever links led there."""
        choices.changed.connect(self._follow_choices)
        sys.excepthook = self.unexpected
        self.garbage = MainThreadGarbage(self)
        self.garbage.start()

    # ---------------------------------------------------------------------------------------------- windows

    def new_window(self) -> MainWindow:
        """Open a window with the start page."""
        window = MainWindow(self.house)
        window.wants_new.connect(lambda: self.new_dossier(window))
        window.wants_path.connect(lambda path: self.open_path(path, window))
        window.wants_sample.connect(lambda: self.open_sample(window))
        window.wants_located.connect(lambda path: self.locate(path, window))
        window.wants_taken_over.connect(lambda path: self.take_over(path, window))
        window.wants_read_again.connect(lambda path: self.read_again(path, window))
        window.wants_to_quit.connect(self.quit)
        window.gone.connect(lambda: self._let_go(window))
        if self.windows:
            window.move(self.windows[-1].pos() + QPoint(32, 32))
        self.windows.append(window)
        window.show()
        return window

    def open_first(self, path: Path | None) -> MainWindow:
        """Open the first window, on a dossier where one is named."""
        window = self.new_window()
        if path is not None:
            self.open_path(path, window)
        return window

    def quit(self) -> None:
        """Close all windows; one that can't be closed stays, and the program with it."""
        for window in tuple(self.windows):
            if not window.close():
                return

    def window_of(self, path: Path) -> MainWindow | None:
        """The window that shows the dossier at `path`; asks no file, for it may lie on a share that is away."""
        wanted = path.absolute()
        for window in self.windows:
            if window.session is not None and wanted in {window.session.path.absolute(), self._real.get(window)}:
                return window
        return None

    def _let_go(self, window: MainWindow) -> None:
        """Forget a window that is gone, and let what it had be found by Python's search for garbage again.

        Where other windows stay, that search is made at once: left to itself it would not come for hours.
        """
        self.windows.remove(window)
        self._real.pop(window, None)
        gc.unfreeze()
        if self.windows:
            window.destroyed.connect(self.garbage.sweep_soon)

    # --------------------------------------------------------------------------------------------- dossiers

    def new_dossier(self, window: MainWindow, path: Path | None = None) -> None:
        """Make a dossier where the user says, and show it."""
        path = path or _ask_where(window)
        if path is None:
            window.forget_dropped()
            return
        if path.suffix.lower() != SUFFIX:
            path = path.with_name(path.name + SUFFIX)
        self._open_with(window, path, lambda _job: workflows.new_dossier(path))

    def open_path(self, path: Path | None, window: MainWindow) -> None:
        """Open a dossier, asking for it if need be: in this window, if it has none, or in a new one.

        A package of a house template is shown in the gallery, to be installed.
        """
        path = path or _ask_which(window)
        if path is None:
            return
        if path.suffix.lower() == PACKAGE_SUFFIX:
            window.install_template(path)
            return
        there = self.window_of(path)
        if there is not None:
            _bring_up(there)
            return
        self._open_with(window, path, lambda _job: _opened(path, self.house.choices.preferences))

    def open_sample(self, window: MainWindow) -> None:
        """Show the sample dossier: a copy of the user's own, so that everything in it can be tried."""

        def fail(error: Exception) -> None:
            if not isinstance(error, BriefgenError | OSError):
                window.tasks.troubled.emit(error)
                return
            window.notices.say(self.tr("The sample can't be shown: {why}").format(why=error), "must")

        window.tasks.run(_own_sample, done=lambda own: self.open_path(own, window), failed=fail)

    def locate(self, path: Path, window: MainWindow) -> None:
        """Let the user show where a dossier went that is not where it was."""
        found = _ask_which(window, path)
        if found is not None:
            self.house.recent.forget(path)
            self.open_path(found, window)

    def take_over(self, path: Path, window: MainWindow) -> None:
        """Open a dossier for writing that another computer never closed, in place of its read-only window."""
        fresh = self.new_window()
        window.close()
        self._open_with(fresh, path, lambda _job: _opened(path, self.house.choices.preferences, take_over=True))

    def read_again(self, path: Path, window: MainWindow) -> None:
        """Open a dossier anew, in a window in place of the one that shows an older state of it."""
        fresh = self.new_window()
        fresh.setGeometry(window.geometry())
        window.close()
        self._open_with(fresh, path, lambda _job: _opened(path, self.house.choices.preferences))

    def _open_with(self, window: MainWindow, path: Path, work: Callable[[Job], DossierFile]) -> None:
        """Open a dossier in the background, and show it when it is there.

        Only there it is asked where it really lies: one that is shown already, by another road, has its window brought
        up.
        """
        wanted = path.absolute()
        if wanted in self._opening:
            return
        self._opening.add(wanted)
        shown_here = dict(self._real)
        bar = None

        def say_busy() -> None:
            nonlocal bar
            if wanted in self._opening:
                bar = window.notices.busy(self.tr("Opening “{name}”…").format(name=path.stem), key=f"open {wanted}")

        def over() -> None:
            nonlocal bar
            self._opening.discard(wanted)
            if bar is not None:
                bar.close_bar()
                bar = None

        def there() -> None:
            over()
            gc.freeze()

        def look(job: Job) -> _Found:
            real = path.resolve()
            there = next((one for one, where in shown_here.items() if where == real), None)
            return _Found(None, real, there) if there is not None else _Found(work(job), path.resolve())

        def show(found: _Found) -> None:
            if found.file is None:
                over()
                if found.window in self.windows:
                    _bring_up(found.window)
                return
            shown = window if window.is_free else self.new_window()
            self._real[shown] = found.real
            shown.came.connect(there)
            shown.gone.connect(over)
            # Ten thousand points are a million objects, alive as long as the window is: the search for garbage, which
            # stops everything, need not go through them time and again, nor while they are taken in.
            gc.freeze()
            shown.show_dossier(found.file)

        def fail(error: Exception) -> None:
            over()
            window.tell_trouble(Trouble(self.tr("Open"), error))

        QTimer.singleShot(_SOON, window, say_busy)
        window.tasks.run(look, done=show, failed=fail, dropped=_Found.drop)

    # ------------------------------------------------------------------------------------------------- else

    def _follow_choices(self) -> None:
        preferences = self.house.choices.preferences
        self.house.theme.set(preferences.theme, preferences.text_size / 100)

    def unexpected(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Take an error that nobody expected: the log has it all, the user a sentence, and the window goes on."""
        if isinstance(error, KeyboardInterrupt):
            self.quit()
            return
        _LOG.critical("a defect", exc_info=(kind, error, trace))
        active = self.application.activeWindow()
        window = active if isinstance(active, MainWindow) else next(iter(self.windows), None)
        if window is not None and isinstance(error, Exception):
            window.tell_trouble(Trouble("", error))


@dataclass(frozen=True, slots=True)
class _Found:
    """What was to be opened: its file, or the window that shows it already; and where it really lies."""

    file: DossierFile | None
    real: Path
    window: MainWindow | None = None

    def drop(self) -> None:
        """Close it: nobody wants it any more."""
        if self.file is not None:
            self.file.close()


def _bring_up(window: MainWindow) -> None:
    window.showNormal() if window.isMinimized() else window.show()
    window.raise_()
    window.activateWindow()


def _own_sample(_job: Job) -> Path:
    """The user's own copy of the sample dossier, made where there is none. Raises what writing raises."""
    own = sample_copy()
    if not own.exists():
        own.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(own, (assets_folder() / "sample" / "sample.briefgen").read_bytes())
    return own


def _filter() -> str:
    return QCoreApplication.translate("app", "Dossiers") + f" (*{SUFFIX})"


def _ask_where(window: MainWindow) -> Path | None:
    title = QCoreApplication.translate("app", "New dossier")
    chosen, _ = QFileDialog.getSaveFileName(window, title, str(_folder(window)), _filter())
    return Path(chosen) if chosen else None


def _opened(path: Path, preferences: Preferences, *, take_over: bool = False) -> DossierFile:
    """Open a dossier, with the house templates at hand that it keeps for its briefs."""
    file = open_dossier(path, take_over=take_over)
    try:
        bring_out_templates(file, preferences)
    except BriefgenError as error:  # its briefs then take the templates that there are, and preflight says so
        _LOG.info("The templates that %s keeps can't be had: %s", path, error.message)
    return file


def _ask_which(window: MainWindow, near: Path | None = None) -> Path | None:
    title = QCoreApplication.translate("app", "Open a dossier")
    folder = near.parent if near is not None and near.parent.is_dir() else _folder(window)
    chosen, _ = QFileDialog.getOpenFileName(window, title, str(folder), _filter())
    return Path(chosen) if chosen else None


def _folder(window: MainWindow) -> Path:
    """Where dossiers are: beside the one shown, or in the user's documents."""
    if window.session is not None:
        return folder_beside(window.session.path)
    return documents_folder()
