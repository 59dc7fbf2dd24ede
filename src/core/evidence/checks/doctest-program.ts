/** Runs the doctests of one module and writes what failed as JSON. Arguments: the file to write, the folder to import from, the module's name. */
export const doctestProgram = `import doctest
import importlib
import json
import os
import sys

out, root, name = sys.argv[1:4]
sys.path.insert(0, os.path.abspath(root))
failed = []


class Runner(doctest.DocTestRunner):
    def report_start(self, out, test, example):
        pass

    def report_success(self, out, test, example, got):
        pass

    def report_failure(self, out, test, example, got):
        self.keep(test, example, got)

    def report_unexpected_exception(self, out, test, example, exc_info):
        self.keep(test, example, "".join(exc_info[0].__name__ + ": " + str(exc_info[1])))

    def keep(self, test, example, got):
        failed.append({"test": test.name, "source": example.source[:200], "want": example.want[:200], "got": got[:200]})


module = importlib.import_module(name)
runner = Runner(verbose=False)
tried = 0
for test in doctest.DocTestFinder().find(module, name):
    runner.run(test, out=lambda text: None)
    tried += len(test.examples)
with open(out, "w") as file:
    json.dump({"tried": tried, "failed": failed}, file)
`;
