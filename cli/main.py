"""How does a typed line reach its verb?"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Any

import typer
from typer._click.core import Command, Context
from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    ClickException,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
    UsageError,
)
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command_from_info
from typer.models import CommandInfo

from assets.errors import AssetsError
from assets.language import LANGUAGES, N_, _, choose, speak
from cli import say
from cli.plain import without_validator
from cli.session import SESSION
from cli.verbs import GROUPS, VERBS, Verb

_HELP = {"help_option_names": ["-h", "--help"]}
_USAGE = 2
_INTERRUPTED = 130
_LONGEST = 2000


class Folding:
    """Help that folds where its column ends: rich cuts off a longer word, and Japanese has no spaces between its words."""

    def format_help(self, ctx: Context, formatter: Any) -> None:
        """The help page, on the screen."""
        from typer import rich_utils

        class Folded(rich_utils.OptionHighlighter):
            def highlight(self, text: Any) -> None:
                text.overflow = "fold"
                super().highlight(text)

        rich_utils.highlighter = Folded()
        super().format_help(ctx, formatter)  # type: ignore[misc]


class One(Folding, TyperCommand):
    """One verb."""


class Verbs(Folding, TyperGroup):
    """The verbs under a word ("" for the top), each built when it is asked for."""

    def __init__(self, *, under: str = "", **settings: Any) -> None:
        super().__init__(**settings)
        self.under = under

    def list_commands(self, ctx: Context) -> list[str]:
        """The words that may follow, in the order of the table of verbs."""
        inside = [name.removeprefix(self.under) for name in VERBS if name.startswith(self.under)]
        return list(dict.fromkeys(name.split()[0] for name in inside))

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The verb or group of this name; None when there is none."""
        if self.under + cmd_name in VERBS:
            return build(cmd_name, VERBS[self.under + cmd_name])
        if not self.under and cmd_name in GROUPS:
            return _prepared(
                Verbs(
                    name=cmd_name,
                    under=cmd_name + " ",
                    help=_(GROUPS[cmd_name]),
                    no_args_is_help=True,
                    rich_help_panel=_group_panel(cmd_name),
                    context_settings=_HELP,
                )
            )
        return None


def _group_panel(group: str) -> str:
    return next(_(verb.panel) for name, verb in VERBS.items() if name.startswith(group + " "))


def build(name: str, verb: Verb) -> Command:
    """The command of one verb, its words in the language spoken now."""
    function = verb.function()
    info = CommandInfo(
        name=name,
        callback=function,
        help=_(_first_paragraphs(function.__doc__)),
        epilog=f"{_('Example:')} {verb.example}",
        rich_help_panel=_(verb.panel),
        context_settings=_HELP,
        cls=One,
    )
    command = get_command_from_info(info, pretty_exceptions_short=True, rich_markup_mode="rich")
    return _prepared(command)


def _prepared(command: Command) -> Command:
    """The command with the words of its parameters in the language spoken now, read without a validator."""
    for param in command.get_params(Context(command, **command.context_settings)):
        if getattr(param, "help", None):
            param.help = _(param.help)  # type: ignore[attr-defined]
        if getattr(param, "is_flag", False):
            param.metavar = ""  # typer would write <bool>, as if a value had to follow
    return without_validator(command)


def _first_paragraphs(doc: str | None) -> str:
    return " ".join((doc or "").split())


def _top() -> Verbs:
    app = typer.Typer(cls=Verbs, add_completion=True, rich_markup_mode="rich", context_settings=_HELP)
    app.callback(help=_(_ABOUT), epilog=f"{_('Example:')} assets demo", no_args_is_help=True)(_options)
    group = typer.main.get_group(app)
    assert isinstance(group, Verbs)
    group.params += list(typer.main.get_install_completion_arguments())
    _prepared(group)
    return group


_ABOUT = N_("The ledger of a public body's data media: every medium and every copy, from receipt to its end, provable.")


def _tell_version(is_asked: bool) -> None:
    if is_asked:
        from importlib import metadata

        say.line(f"assets {metadata.version('assets-ledger')}")
        raise typer.Exit


def _options(
    ledger: str = typer.Option(
        "",
        "--ledger",
        metavar="FOLDER",
        help=N_("The ledger's folder. Default: ASSETS_LEDGER, assets-ledger here, or your data folder."),
    ),
    lang: str = typer.Option(
        "", "--lang", metavar="ja|en", help=N_("The language to speak. Default: ASSETS_LANG, or the locale.")
    ),
    version: bool = typer.Option(
        False, "--version", help=N_("Show which version this is and exit."), is_eager=True, callback=_tell_version
    ),
) -> None:
    """The first two are read by `main` wherever they stand on the line; here they are only explained."""


def _pull(args: list[str], option: str) -> tuple[str, list[str]]:
    """The value of a global option, wherever it stands before `--`, and the line without it."""
    kept: list[str] = []
    value = ""
    rest = iter(args)
    for word in rest:
        if word == "--":
            kept += ["--", *rest]
        elif word == option:
            value = next(rest, "")
        elif word.startswith(option + "="):
            value = word.partition("=")[2]
        else:
            kept.append(word)
    return value, kept


def _typed(word: str) -> str:
    """A word as the ledger may hold it: Unicode, composed, without control characters; blank is nothing."""
    told = unicodedata.normalize("NFC", word.encode("utf-8", "replace").decode())
    return "".join(character if unicodedata.category(character) != "Cc" else " " for character in told).strip()


def run(args: Sequence[str]) -> int:
    """Do what the line says; the exit code. Everything a person should read goes to the screen from here or from the verb."""
    lang, rest = _pull([_typed(word) for word in args], "--lang")
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a scanner may speak another encoding
    folder, rest = _pull(rest, "--ledger")
    speak(choose(lang))
    if lang and lang not in LANGUAGES:
        say.problem(_("The languages are ja and en."))
        return _USAGE
    SESSION.folder = folder
    if any(len(word) > _LONGEST for word in rest):
        say.problem(_("A word is longer than {most} characters.").format(most=_LONGEST), _("Say it shorter."))
        return _USAGE
    try:
        code = _top().main(args=rest or ["--help"], prog_name="assets", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except AssetsError as error:
        say.error_json(error) if "--json" in rest else say.error(error)
        return error.exit_code
    except ClickException as error:
        say.problem(_explained(error), _usage_hint(error))
        return _USAGE
    except (typer.Abort, KeyboardInterrupt):
        say.problem(_("Stopped."))
        return _INTERRUPTED
    except BrokenPipeError:
        return 0


def _explained(error: ClickException) -> str:
    match error:
        case NoArgsIsHelpError():
            return _("Which one? {verbs}").format(verbs=", ".join(_following(error)))
        case MissingParameter(param=param) if param is not None:
            return _("{what} is missing.").format(what=_called(param))
        case NoSuchOption():
            return _("There is no option {option}.").format(option=error.option_name)
        case BadOptionUsage():
            needs = N_("{option} needs a value.") if "requires" in error.message else N_("{option} takes no value.")
            return _(needs).format(option=error.option_name)
        case BadParameter(param=param) if param is not None:
            return _("{what} cannot take this value.").format(what=_called(param))
        case UsageError() if error.message.startswith("Got unexpected"):
            return _("Too much is typed: {words}").format(words=error.message.partition("(s) ")[2].strip("()"))
    return error.format_message()


def _following(error: UsageError) -> list[str]:
    group = error.ctx.command if error.ctx else None
    return group.list_commands(error.ctx) if isinstance(group, Verbs) and error.ctx else []


def _called(param: Any) -> str:
    return str(param.opts[-1] if param.param_type_name == "option" else param.metavar or param.name)


def _usage_hint(error: ClickException) -> str:
    ctx = getattr(error, "ctx", None)
    return f"{ctx.command_path} --help" if ctx else "assets --help"


def main() -> None:
    """The entry point `assets`."""
    sys.exit(run(sys.argv[1:]))
