"""The one style sheet: what Fusion draws otherwise than designed. Colours and lengths come from the theme.

Font sizes never stand here: as style-sheet pixels they would ignore the text scale. Kinds of buttons are told apart by
the dynamic property `look`; `ground` and `ink` name the role that fills a widget and the one that colours its text.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from briefgen.gui.tokens import Tokens

_SHEET = """
QWidget {{ outline: 0; }}
QMainWindow, QDialog {{ background: {window}; }}
QToolTip {{ background: {raised}; color: {ink}; border: 1px solid {line}; padding: {p4}px {p8}px; }}

QMenuBar {{ background: {window}; color: {ink}; padding: 0 {p8}px; spacing: 0; border: 0; }}
QMenuBar::item {{ padding: {p4}px {p8}px; background: transparent; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {hover}; }}
QMenuBar::item:pressed {{ background: {pressed}; }}
QMenuBar::item:disabled {{ color: {disabled}; }}
QMenu {{ background: {raised}; color: {ink}; border: 1px solid {line}; padding: {p4}px; icon-size: {p16}px; }}
QMenu::item {{ padding: {p4}px {p24}px {p4}px {p8}px; border-radius: 4px; min-height: {p20}px; }}
QMenu::item:selected {{ background: {selected}; }}
QMenu::item:disabled {{ color: {disabled}; background: transparent; }}
QMenu::icon {{ padding-left: {p8}px; }}
QMenu::separator {{ height: 1px; background: {line}; margin: {p4}px {p8}px; }}
QMenu::right-arrow {{ image: url({right}); width: {p16}px; height: {p16}px; margin-right: {p4}px; }}
QMenu::indicator {{ width: {p16}px; height: {p16}px; left: {p4}px; }}
QMenu::indicator:checked {{ image: url({tick_ink}); }}

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {{
  background: {field}; color: {ink}; border: 1px solid {control}; border-radius: 6px;
  selection-background-color: {selected_text}; selection-color: {ink};
}}
QLineEdit, QAbstractSpinBox {{ padding: 0 {p8}px; }}
QComboBox {{ padding: 0 0 0 {p8}px; }}
QAbstractSpinBox {{ padding: 0; }}
QAbstractSpinBox QLineEdit {{ padding: 0; border: 0; background: transparent; }}
QPlainTextEdit, QTextEdit {{ padding: {p4}px {p4}px; }}
QLineEdit:hover, QPlainTextEdit:hover, QTextEdit:hover, QAbstractSpinBox:hover, QComboBox:hover {{
  border-color: {ink_3};
}}
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {{
  color: {disabled}; border-color: {line}; background: transparent;
}}
QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"], QTextEdit[readOnly="true"] {{
  background: transparent; border-color: transparent; padding-left: 0;
}}
*[wrong="true"] {{ border: 2px solid {must_fix}; }}
*[look="bare"], *[look="bare"]:hover, *[look="bare"]:disabled {{
  background: transparent; border: 0; padding: 0;
}}
*[look="well"], *[look="well"]:hover {{
  background: {well}; border: 1px solid {well}; border-radius: 6px;
}}
QComboBox::drop-down {{ border: 0; width: {p28}px; }}
QComboBox::down-arrow {{ image: url({down}); width: {p16}px; height: {p16}px; }}
QComboBox QAbstractItemView {{
  background: {raised}; border: 1px solid {line}; padding: {p4}px;
  selection-background-color: {selected}; selection-color: {ink};
}}
QComboBox QAbstractItemView::item {{ min-height: {p28}px; padding: 0 {p4}px; border-radius: 4px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
  border: 0; width: {p24}px; background: transparent; subcontrol-origin: padding;
}}
QAbstractSpinBox::up-arrow {{ image: url({up}); width: {p12}px; height: {p12}px; }}
QAbstractSpinBox::down-arrow {{ image: url({down}); width: {p12}px; height: {p12}px; }}

QCheckBox, QRadioButton {{ spacing: {p8}px; color: {ink}; background: transparent; min-height: {p24}px; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {disabled}; }}
QCheckBox::indicator, QRadioButton::indicator {{
  width: {p16}px; height: {p16}px; background: {field}; border: 1px solid {control};
}}
QCheckBox::indicator {{ border-radius: 4px; }}
QRadioButton::indicator {{ border-radius: {half_box}px; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url({tick}); }}
QRadioButton::indicator:checked {{ background: {field}; border-color: {mark}; image: url({dot}); }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {line}; background: transparent; }}

QPushButton, QToolButton {{ border: 0; border-radius: 6px; color: {ink}; }}
QPushButton {{ padding: {p4}px {p12}px; background: {quiet}; }}
QPushButton:hover {{ background: {pressed}; }}
QPushButton:pressed {{ background: {line}; }}
QPushButton:disabled {{ background: {hover}; color: {disabled}; }}
*[look="primary"] {{ background: {accent}; color: {on_accent}; }}
*[look="primary"]:hover {{ background: {accent_hover}; }}
*[look="primary"]:pressed {{ background: {accent_pressed}; }}
*[look="primary"]:disabled {{ background: {hover}; color: {disabled}; }}
*[look="text"] {{ background: transparent; color: {link}; padding: 0 {p4}px; border-radius: 4px; }}
*[look="text"]:hover {{ background: {hover}; }}
*[look="text"]:pressed {{ background: {pressed}; }}
*[look="text"]:disabled {{ background: transparent; color: {disabled}; }}
*[look="plain"] {{ background: transparent; }}
*[look="plain"]:hover {{ background: {hover}; }}
*[look="plain"]:pressed {{ background: {pressed}; }}
*[look="small"] {{ background: {quiet}; padding: 0 {p8}px; border-radius: 4px; }}
QPushButton[flush="left"] {{ padding: 0 {p4}px 0 0; text-align: left; }}
QPushButton[flush="right"] {{ padding: 0 0 0 {p4}px; text-align: right; }}
QToolButton {{ background: transparent; padding: 0; }}
QToolButton[flush="left"] {{ padding: 0 {p4}px 0 0; }}
QToolButton:hover {{ background: {hover}; }}
QToolButton:pressed, QToolButton:open {{ background: {pressed}; }}
QToolButton:checked {{ background: {quiet}; }}
QToolButton:disabled {{ background: transparent; color: {disabled}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
*[look="segment"] {{ background: transparent; color: {ink_2}; }}
*[look="segment"]:hover {{ background: {hover}; }}
*[look="segment"]:checked {{ background: {segment}; color: {mark}; }}
#segments {{ background: {quiet}; border-radius: 8px; }}
#panel_toggle:checked {{ background: transparent; }}
#panel_toggle:checked:hover {{ background: {hover}; }}

#keycap {{ background: {keycap}; border: 1px solid {line}; border-radius: 4px; padding: 0 {p6}px; }}
#tile {{ border-radius: 8px; }}
#card {{ border: 1px solid {line}; border-radius: 8px; }}

QSplitter::handle {{ background: {line}; }}
QSplitter::handle:hover, QSplitter::handle:pressed {{ background: {focus}; }}
QStatusBar {{ background: {window}; border-top: 1px solid {line}; color: {ink_2}; }}
QStatusBar::item {{ border: 0; }}
QAbstractScrollArea {{ background: transparent; border: 0; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; }}
*[look="field"] {{
  background: {field}; border: 1px solid {control}; border-radius: 6px; padding: {p4}px 0;
}}
*[look="field"]:hover {{ border-color: {ink_3}; }}
*[look="field"][readOnly="true"] {{ background: transparent; border-color: transparent; }}
*[look="field"][wrong="true"] {{ border: 2px solid {must_fix}; }}
*[look="well"][high="28"] {{ min-height: 0; }}
*[look="fold"] {{ padding: 0 {p8}px 0 0; }}
*[look="fold"]:checked {{ background: transparent; }}
*[look="fold"]:hover {{ background: {hover}; }}
#point_card {{ border-radius: 6px; }}
*[look="sheet_text"], *[look="sheet_text"]:hover, *[look="sheet_text"][readOnly="true"] {{
  background: {surface}; border: 1px solid {line}; border-radius: 6px; padding: 0;
}}
*[look="sheet_list"] {{ background: {surface}; border: 1px solid {line}; border-radius: 6px; padding: {p4}px; }}
*[look="sheet_list"]::item {{ min-height: {p32}px; padding: 0 {p8}px; border-radius: 4px; color: {ink}; }}
*[look="sheet_list"]::item:hover {{ background: {hover}; }}
*[look="sheet_list"]::item:selected {{ background: {selected}; }}
*[look="sheet_list"]::indicator {{
  width: {p16}px; height: {p16}px; background: {field}; border: 1px solid {control}; border-radius: 4px;
}}
*[look="sheet_list"]::indicator:checked {{ background: {accent}; border-color: {accent}; image: url({tick}); }}
*[look="sheet_list"]::indicator:indeterminate {{ background: {selected_text}; border-color: {mark}; }}
QHeaderView::section {{
  background: {panel}; color: {ink_2}; border: 0; border-bottom: 1px solid {line}; padding: {p4}px {p8}px;
}}
QAbstractItemView {{ selection-background-color: {selected}; selection-color: {ink}; }}
QTabBar::tab {{
  padding: 0 {p16}px; min-height: {p36}px; background: transparent; color: {ink_2};
  border: 1px solid transparent; border-bottom: 0; border-top: 2px solid transparent;
  border-top-left-radius: 4px; border-top-right-radius: 4px;
}}
QTabBar::tab:hover {{ background: {hover}; }}
QTabBar::tab:selected {{
  background: {panel}; color: {ink}; font-weight: 600;
  border-color: {line}; border-top: 2px solid {mark};
}}
QTabWidget::pane {{ border: 0; background: {panel}; }}

QScrollBar {{ background: transparent; border: 0; margin: 0; }}
QScrollBar:vertical {{ width: {p12}px; }}
QScrollBar:horizontal {{ height: {p12}px; }}
QScrollBar::handle {{ background: {thumb}; border-radius: 3px; margin: 3px; }}
QScrollBar::handle:vertical {{ min-height: {p32}px; }}
QScrollBar::handle:horizontal {{ min-width: {p32}px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {control}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ background: {quiet}; border: 0; border-radius: 2px; min-height: 4px; max-height: 4px; }}
QProgressBar::chunk {{ background: {mark}; border-radius: 2px; }}
QGroupBox {{ border: 0; margin: 0; padding: 0; }}
"""

_GROUNDS = ("window", "panel", "surface", "raised", "canvas", "well", "quiet", "selected", "line")
_INKS = (
    "ink",
    "ink_2",
    "ink_3",
    "accent",
    "mark",
    "link",
    "must_fix",
    "should_fix",
    "risk",
    "dilemma",
    "recommendation",
)
_LENGTHS = (4, 6, 8, 12, 16, 20, 24, 28, 30, 32, 36)


def style_sheet(tokens: Tokens, px: Callable[[float], int], drawing: Callable[[str, str, float], Path]) -> str:
    """Write the style sheet of a theme; `px` scales lengths, `drawing` gives the file of an icon in a colour."""
    colours = {name: getattr(tokens, name) for name in tokens.__slots__ if name != "dark"}

    def image(name: str, colour: str) -> str:
        return drawing(name, colour, 2.0).as_posix()

    roles = [f'*[ground="{role}"] {{ background: {colours[role]}; }}' for role in _GROUNDS]
    roles += [f'*[ink="{role}"] {{ color: {colours[role]}; }}' for role in _INKS]
    return "\n".join(roles) + _SHEET.format(
        **colours,
        **{f"p{length}": px(length) for length in _LENGTHS},
        keycap=tokens.window if tokens.dark else tokens.surface,
        half_box=px(16) // 2 + 1,
        thumb="#4A5560" if tokens.dark else "#B4BEC8",
        segment=tokens.pressed if tokens.dark else tokens.surface,
        right=image("chevron-right", tokens.ink_3),
        down=image("chevron-down", tokens.ink_2),
        up=image("chevron-up", tokens.ink_2),
        tick=image("check", tokens.on_accent),
        tick_ink=image("check", tokens.ink),
        dot=image("radio-dot", tokens.mark),
    )
