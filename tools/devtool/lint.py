"""`./dev lint`: style, and the checks that Odoo's community asks for."""

import concurrent.futures
import contextlib
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from . import lint_texts, node, venv
from .console import Failure, say, seconds
from .paths import ADDON, ROOT
from .shell import output

# Its own script holds the path where it was installed: it is called as a module.
_OCA = "import sys; from oca_pre_commit_hooks.cli import main; sys.exit(main())"


def lint(options):
    """Run all checks and return the exit code.

    :param options: with `fix`, mend first what can be mended without judgement
    """
    start = time.monotonic()
    python = venv.lint_python()
    with _exported() as tree:
        if options.fix:
            _fix(python, tree)
        checks = _checks(python, tree)
        with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
            results = list(pool.map(lambda check: check[1](), checks))
    failed = 0
    for (title, _check), problems in zip(checks, results, strict=True):
        if problems:
            failed += 1
            say(f"\n{title}:")
            for problem in problems:
                say(f"  {problem}")
    say(
        f"\nLint: {len(checks) - failed} checks clean, {failed} with problems"
        f" ({seconds(start)})."
    )
    return 1 if failed else 0


def _checks(python, tree):
    ruff = [python, "-m", "ruff"]
    pylint = [python, "-m", "pylint", "--rcfile=.pylintrc", f"../{ADDON}"]
    oca = [python, "-c", _OCA, "."]
    translations = [python, "tools/po_files.py", "check", "i18n"]
    prettier = node.prettier()
    checks = [
        ("ruff", lambda: _lines([*ruff, "check", "--output-format=concise"], tree)),
        ("ruff format", lambda: _lines([*ruff, "format", "--check"], tree)),
        ("pylint-odoo", lambda: _lines(pylint, tree)),
        ("oca-checks-odoo-module", lambda: _lines(oca, tree)),
        ("translations", lambda: lint_texts.translations(translations, tree)),
        ("words", lambda: lint_texts.words(tree)),
        ("tests are imported", lambda: lint_texts.imported_tests(tree)),
    ]
    if prettier:
        line = [*prettier, "--check", "--log-level=warn", "."]
        checks.append(("prettier", lambda: _lines(line, tree)))
    return checks


def _lines(command, tree):
    """Run a check and return what it says, if it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if not done.returncode:
        return []
    text = f"{done.stdout}\n{done.stderr}"
    lines = [line for line in text.splitlines() if line.strip()]
    return lines or [f"failed with exit code {done.returncode}"]


@contextlib.contextmanager
def _exported():
    """Give a copy of the tree in a folder with the addon's name, in a repository.

    Where the manifest is at the root of the repository itself, some checks pass
    without having looked at anything.
    """
    listed = output(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
    )
    if listed is None:
        raise Failure("./dev lint needs git, and a checkout that git made.")
    with tempfile.TemporaryDirectory() as place:
        tree = Path(place).resolve() / ADDON
        for name in filter(None, listed.split("\0")):
            source, target = ROOT / name, tree / name
            if source.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)
        for command in (["init", "-q"], ["add", "-A"]):
            output(["git", *command], cwd=place)
        yield tree


def _fix(python, tree):
    """Mend the copy, then bring back the files that changed by it."""
    before = {path: path.read_bytes() for path in _files(tree)}
    _lines([python, "-c", _OCA, "--fix", "."], tree)
    _lines([python, "-m", "ruff", "check", "--fix", "-q"], tree)
    _lines([python, "-m", "ruff", "format", "-q"], tree)
    prettier = node.prettier()
    if prettier:
        _lines([*prettier, "--write", "--log-level=warn", "."], tree)
    for path in _files(tree):
        content = path.read_bytes()
        original = ROOT / path.relative_to(tree)
        if before.get(path) == content:
            continue
        if original.exists() and original.read_bytes() != before.get(path):
            say(f"{original.relative_to(ROOT)} was changed meanwhile: left alone.")
            continue
        original.write_bytes(content)
        say(f"Mended {original.relative_to(ROOT)}")


def _files(tree):
    skipped = (".ruff_cache", "__pycache__")
    return [
        path
        for path in tree.rglob("*")
        if path.is_file() and not any(part in skipped for part in path.parts)
    ]
