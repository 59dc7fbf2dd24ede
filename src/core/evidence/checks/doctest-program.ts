/**
 * Looks at the doctests of one module and writes what it found as JSON. Arguments: "list" or "run", the file to write, the folder to import
 * from, the module's name. "list" executes no example.
 */
export const doctestProgram = `import ast
import doctest
import importlib
import json
import os
import symtable
import sys

mode, out, root, name = sys.argv[1:5]
sys.path.insert(0, os.path.abspath(root))
module = importlib.import_module(name)
tests = doctest.DocTestFinder().find(module, name)
own = {key for key, value in vars(module).items() if callable(value) and getattr(value, "__module__", None) == name}


class Runner(doctest.DocTestRunner):
    failed = []

    def report_start(self, out, test, example):
        pass

    def report_success(self, out, test, example, got):
        pass

    def report_failure(self, out, test, example, got):
        self.keep(test, example, got)

    def report_unexpected_exception(self, out, test, example, exc_info):
        self.keep(test, example, "".join(exc_info[0].__name__ + ": " + str(exc_info[1])))

    def keep(self, test, example, got):
        self.failed.append({"test": test.name, "source": example.source[:200], "want": example.want[:200], "got": got[:200]})


def rebound(source):
    """What of the module's own an example would put something else in the place of."""
    try:
        table, tree = symtable.symtable(source, name, "exec"), ast.parse(source)
    except SyntaxError:
        return []
    names = set()

    def collect(table, is_top):
        for symbol in table.get_symbols():
            if (is_top or symbol.is_declared_global()) and (symbol.is_assigned() or symbol.is_imported()):
                names.add(symbol.get_name())
        for child in table.get_children():
            collect(child, False)

    collect(table, True)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == name:
            names.difference_update(one.name for one in node.names if one.asname in (None, one.name))
    return sorted(names & own)


def listed(test, example):
    return {
        "test": test.name,
        "source": example.source,
        "skipped": bool(example.options.get(doctest.SKIP)),
        "rebinds": rebound(example.source),
    }


if mode == "list":
    result = [listed(test, example) for test in tests for example in test.examples]
else:
    runner = Runner(verbose=False)
    for test in tests:
        runner.run(test, out=lambda text: None)
    result = {"tried": sum(len(test.examples) for test in tests), "failed": runner.failed}
with open(out, "w") as file:
    json.dump(result, file)
`;
