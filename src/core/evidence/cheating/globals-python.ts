import type { Reason } from "./reasons.ts";

const harmless = `
abs all any ascii bin bool bytearray bytes callable classmethod complex dict divmod enumerate filter float format frozenset hash hex int isinstance
issubclass iter len list map max min next object oct ord pow property range repr reversed round set slice sorted staticmethod str sum super tuple zip
aiter anext memoryview NotImplemented Ellipsis
Exception ArithmeticError AttributeError BufferError EOFError FileNotFoundError FileExistsError FloatingPointError ImportError IndexError KeyError LookupError
MemoryError NameError NotImplementedError OSError IOError OverflowError PermissionError RecursionError ReferenceError RuntimeError StopIteration
StopAsyncIteration SyntaxError TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError ValueError ZeroDivisionError
ConnectionError Warning DeprecationWarning UserWarning RuntimeWarning FutureWarning ExceptionGroup
`;

/** Builtins a fix may newly use, also handed on as they are. */
export const HARMLESS_PYTHON: ReadonlySet<string> = new Set(harmless.trim().split(/\s+/));

const forbidden: Readonly<Record<string, Reason>> = {
  "exit quit SystemExit KeyboardInterrupt GeneratorExit BaseException breakpoint": "process",
  "__import__ __loader__ __spec__ __build_class__": "loading",
  "exec eval compile globals locals vars __builtins__ __dict__": "global",
  "setattr delattr getattr dir type id memoryview_": "reflection",
  "__file__ __name__ __package__ __debug__ __doc__ __path__": "environment",
  "open print input": "output",
  "AssertionError pytest unittest mock nose doctest hypothesis": "testTool",
};

export const FORBIDDEN_PYTHON: ReadonlyMap<string, Reason> = new Map(
  Object.entries(forbidden).flatMap(([names, reason]) => names.split(" ").map((name) => [name, reason] as const)),
);

/** Attributes that lead from any object to frames, code, classes or modules. Every dunder not in `HARMLESS_DUNDERS` is one too. */
const attributes: Readonly<Record<string, Reason>> = {
  "f_back f_globals f_locals f_builtins f_code f_trace gi_frame cr_frame ag_frame tb_frame tb_next co_consts co_code func_globals mro _getframe _current_frames settrace setprofile getframeinfo currentframe":
    "environment",
  "modules meta_path path_hooks path_importer_cache": "loading",
  "_exit exitfunc excepthook": "process",
  "stdout stderr": "output",
};

export const FORBIDDEN_ATTRIBUTES: ReadonlyMap<string, Reason> = new Map(
  Object.entries(attributes).flatMap(([names, reason]) => names.split(" ").map((name) => [name, reason] as const)),
);

export const HARMLESS_DUNDERS: ReadonlySet<string> = new Set(
  `__init__ __post_init__ __len__ __iter__ __next__ __aiter__ __anext__ __repr__ __str__ __format__ __getitem__ __setitem__ __delitem__ __contains__ __reversed__
__add__ __radd__ __iadd__ __sub__ __rsub__ __isub__ __mul__ __rmul__ __imul__ __truediv__ __rtruediv__ __floordiv__ __rfloordiv__ __mod__ __rmod__ __divmod__ __pow__
__neg__ __pos__ __abs__ __round__ __floor__ __ceil__ __trunc__ __int__ __float__ __and__ __or__ __xor__ __invert__ __lshift__ __rshift__ __matmul__
__enter__ __exit__ __aenter__ __aexit__ __call__ __copy__ __deepcopy__ __getstate__ __setstate__ __reduce__ __get__ __set__ __set_name__ __new__ __sizeof__ __bytes__ __complex__ __fspath__ __await__ __length_hint__ __del__ __class_getitem__ __all__ __slots__ __annotations__ __wrapped__ __missing__ __index__ __hash__ __eq__ __ne__ __lt__ __le__ __gt__ __ge__ __bool__`.split(
    /\s+/,
  ),
);

/** Newly defined, they decide what a comparison or a truth test says. */
export const COMPARING_DUNDERS: ReadonlySet<string> = new Set([
  "__eq__",
  "__ne__",
  "__hash__",
  "__lt__",
  "__le__",
  "__gt__",
  "__ge__",
  "__bool__",
]);
