"""The language of the window: translators, dates, and a font that has the characters."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from workstation.resources import RESOURCES

#: Code and own name of every language the window speaks.
LANGUAGE_NAMES = {"en": "English", "zh_CN": "简体中文"}
TRANSLATIONS = RESOURCES / "translations"
FONTS = RESOURCES / "fonts"

_installed: list[QTranslator] = []
_current = "en"


def current_language() -> str:
    """Code of the language the window speaks now."""
    return _current


def system_language() -> str:
    """The language of the system where the window speaks it, else English."""
    return "zh_CN" if QLocale.system().language() is QLocale.Language.Chinese else "en"


def install_language(language: str) -> None:
    """Speak a language from now on; every widget hears a ``LanguageChange``."""
    global _current
    _current = language if language in LANGUAGE_NAMES else "en"
    QLocale.setDefault(QLocale(_current))
    if _current == "zh_CN":
        ensure_chinese_font()
    for translator in _installed:
        QCoreApplication.removeTranslator(translator)
    _installed.clear()
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in ((f"qtbase_{_current}", qt_folder), (f"qdbench_{_current}", str(TRANSLATIONS))):
        translator = QTranslator(QCoreApplication.instance())
        if translator.load(name, folder):
            QCoreApplication.installTranslator(translator)
            _installed.append(translator)


def ensure_chinese_font() -> None:
    """Register the font that comes with the program where the system has none for Chinese."""
    if QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        return
    for path in sorted(FONTS.glob("NotoSansSC*")):
        families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
        if families:
            font = QApplication.font()
            font.setFamilies([*font.families(), *families])
            QApplication.setFont(font)
            return


def mrz_font(pixel_size: int) -> QFont:
    """OCR-B for machine readable zones, else the system's fixed font."""
    global _mrz_family
    if _mrz_family is None:
        families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(FONTS / "OCRB.otf")))
        _mrz_family = families[0] if families else ""
    font = QFont(_mrz_family) if _mrz_family else QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(pixel_size)
    return font


_mrz_family: str | None = None
