"""Checks of this project's own: words, translations, forgotten tests."""

import json
import re
import subprocess

# Written so that these patterns do not find themselves.
_UNWANTED = re.compile(
    r"(?<![\w.])[/](?:work|root|opt)/"
    r"|deb[.]debian[.]org|pypi[.]org|pythonh[o]sted|registry[.]npmjs"
    r"|\b(?:sub)?ag[e]nts?\b|\bthis se[s]sion\b"
)
_BINARY = {".png", ".jpg", ".ico", ".woff", ".woff2", ".pdf", ".xlsx", ".zip", ".gz"}


def words(tree):
    """Return lines with paths of one machine, registry hosts and other strays."""
    problems = []
    for path in sorted(tree.rglob("*")):
        inside = path.relative_to(tree)
        if not path.is_file() or path.suffix in _BINARY or inside.parts[0] == "i18n":
            continue
        if any(part in (".ruff_cache", "__pycache__") for part in inside.parts):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), 1):
            match = _UNWANTED.search(line)
            if match:
                problems.append(f"{inside}:{number}: {match[0]!r} does not belong here")
    return problems


def translations(command, tree):
    """Return translations that are empty, fuzzy or lack a placeholder."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return done.stderr.splitlines()[-1:]
    return json.loads(done.stdout.splitlines()[-1])


def imported_tests(tree):
    """Return test files that Odoo's own test runner would not see."""
    problems = []
    for path in sorted((tree / "tests").glob("**/test_*.py")):
        package = path.parent / "__init__.py"
        text = package.read_text(encoding="utf-8") if package.exists() else ""
        if not re.search(rf"\b{path.stem}\b", text):
            problems.append(
                f"{path.relative_to(tree)} is not imported in"
                f" {package.relative_to(tree)}"
            )
    return problems
