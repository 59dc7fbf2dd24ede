/**
 * A plugin for pytest 6 and later (python 3.7 and later), loaded by `-p`. Failures are described where they happen, so that it also works
 * where workers run the tests; they are written where pytest itself collects them. `select.json`, if there, names the tests to keep.
 */
export const pytestPlugin = String.raw`
import json
import os

import pytest

_here = os.path.dirname(os.path.abspath(__file__))
_compared = {}
_collected = {}


def _write(record):
    with open(os.path.join(_here, "report.jsonl"), "a", encoding="utf-8") as out:
        out.write(json.dumps(record) + "\n")


def _is_worker(config):
    return hasattr(config, "workerinput")


def _path(nodeid):
    head, bracket, tail = nodeid.partition("[")
    parts = head.split("::")[1:]
    if parts and bracket:
        parts[-1] += bracket + tail
    return parts or [nodeid.rsplit("/", 1)[-1]]


def _file(node):
    path = getattr(node, "path", None) or getattr(node, "fspath", None)
    return str(path) if path is not None else ""


def _frames(tracebacks):
    lines = []
    for entries in tracebacks:
        for path, line, name in entries:
            lines.append('File "%s", line %d, in %s' % (path, line, name))
    return "\n".join(lines)


def _describe(excinfo):
    tracebacks = []
    error = excinfo.value
    seen = set()
    while error is not None and id(error) not in seen and len(tracebacks) < 4:
        seen.add(id(error))
        entries = []
        at = error.__traceback__
        while at is not None:
            code = at.tb_frame.f_code
            if not at.tb_frame.f_locals.get("__tracebackhide__"):
                entries.append((code.co_filename, at.tb_lineno, code.co_name))
            at = at.tb_next
        tracebacks.append(entries)
        if isinstance(error, SyntaxError) and error.filename:
            entries.append((error.filename, error.lineno or 1, "<module>"))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    message = excinfo.exconly()
    if message.startswith("AssertionError: "):
        message = message[len("AssertionError: "):]
    # The innermost frames come last, as in a traceback: so do the frames of the first cause.
    return {"message": message, "stack": _frames(tracebacks)}


def pytest_configure(config):
    if not _is_worker(config):
        _write({"type": "start", "cwd": os.getcwd()})


def pytest_assertrepr_compare(config, op, left, right):
    if op == "==":
        _compared["last"] = (_show(left), _show(right))
    return None


def _show(value):
    if isinstance(value, str) and "\n" in value:
        return value[:4000]
    try:
        return repr(value)[:4000]
    except Exception as error:
        return "<%s>" % type(error).__name__


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    select = os.path.join(_here, "select.json")
    if not os.path.exists(select):
        return
    with open(select, encoding="utf-8") as source:
        names = set(json.load(source))
    kept = [item for item in items if " > ".join(_path(item.nodeid)) in names]
    dropped = [item for item in items if " > ".join(_path(item.nodeid)) not in names]
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    _compared.clear()
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        _write({"type": "begin", "file": _file(item), "path": _path(item.nodeid)})


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    report.tessera_file = _file(item)
    line = getattr(item, "location", (None, None))[1]
    report.tessera_line = line + 1 if isinstance(line, int) and line >= 0 else None
    if call.excinfo is not None and report.outcome == "failed":
        report.tessera_failure = _describe(call.excinfo)
        if "last" in _compared and call.excinfo.errisinstance(AssertionError):
            report.tessera_failure["actual"], report.tessera_failure["expected"] = _compared["last"]


_failed_subtests = {}


def pytest_runtest_logreport(report):
    if os.environ.get("PYTEST_XDIST_WORKER"):
        return
    base = {"type": "test", "file": getattr(report, "tessera_file", "") or report.nodeid.split("::")[0], "path": _path(report.nodeid)}
    if getattr(report, "tessera_line", None):
        base["line"] = report.tessera_line
    failure = getattr(report, "tessera_failure", None)
    if type(report).__name__.lower() == "subtestreport":
        # Parts of one test: the test itself is reported after them, and failed if one of them did.
        if report.outcome == "failed":
            _failed_subtests.setdefault(report.nodeid, failure or {"message": str(report.longrepr)})
        return
    if report.when == "call" or (report.when == "setup" and report.outcome != "passed"):
        if report.outcome == "failed" and failure is None:
            text = str(report.longrepr)
            failure = {"message": text.strip().split("\n")[-1], "stack": text}
        status = report.outcome
        if report.nodeid in _failed_subtests:
            status, failure = "failed", _failed_subtests.pop(report.nodeid)
        base["status"] = status
        if status == "failed":
            base.update(failure or {})
            if report.when == "setup":
                base["message"] = "setup: " + base.get("message", "")
        _write(base)
    elif report.when == "teardown" and report.outcome == "failed":
        problem = dict(failure or {})
        problem.update(type="problem", file=base["file"], message=" > ".join(base["path"]) + ": teardown: " + problem.get("message", ""))
        _write(problem)


def pytest_collectstart(collector):
    if isinstance(collector, pytest.Module) and not os.environ.get("PYTEST_XDIST_WORKER"):
        _collected[collector.nodeid] = _file(collector)
        _write({"type": "begin", "file": _file(collector)})


def pytest_collectreport(report):
    if os.environ.get("PYTEST_XDIST_WORKER"):
        return
    if report.nodeid in _collected:
        _write({"type": "done", "file": _collected.pop(report.nodeid)})
    if report.outcome != "failed":
        return
    text = str(getattr(report.longrepr, "longrepr", report.longrepr))
    errors = [line[1:].strip() for line in text.split("\n") if line.startswith("E ")]
    named = [line for line in errors if line.split(":")[0].rsplit(".", 1)[-1].endswith(("Error", "Exception", "Exit"))]
    lines = [line for line in text.strip().split("\n") if line.strip()]
    message = (named or errors or lines[-1:] or ["The file could not be collected."])[-1 if not named else 0]
    _write({"type": "problem", "file": report.nodeid or "", "message": message, "stack": text})


def pytest_internalerror(excrepr, excinfo):
    failure = _describe(excinfo)
    failure.update(type="problem")
    _write(failure)


def pytest_sessionfinish(session, exitstatus):
    if not _is_worker(session.config):
        _write({"type": "end"})
`;
