import type { SyntaxNode } from "../../ports/syntax-trees.ts";

/** The kinds of nodes the rules speak of, in the grammars of JavaScript, TypeScript, TSX and Python together. */
const kinds = (types: string): ((node: SyntaxNode) => boolean) => {
  const set = new Set(types.split(" "));
  return (node) => node.named && set.has(node.type);
};

export const isFunction = kinds(
  "function_declaration function_expression generator_function generator_function_declaration arrow_function method_definition function_definition lambda",
);
export const isClass = kinds("class_declaration class abstract_class_declaration class_definition");
export const isCall = kinds("call_expression call new_expression");
export const isString = kinds("string template_string");
export const isNumber = kinds("number integer float");
export const isComment = kinds("comment html_comment");
export const isReturn = kinds("return_statement");
export const isThrow = kinds("throw_statement raise_statement");
/** What decides between values: an `if`, an `elif`, a ternary, a case. */
export const isBranch = kinds(
  "if_statement elif_clause ternary_expression conditional_expression switch_case case_clause",
);
export const isTable = kinds("object dictionary array list tuple set");
export const isAssignment = kinds(
  "assignment_expression assignment augmented_assignment_expression augmented_assignment variable_declarator",
);
/** Statements and whatever else can be followed in a block. */
export const isBlock = kinds("program module statement_block block switch_case");
/** Ends the flow of a block. */
export const endsFlow = kinds("return_statement throw_statement raise_statement break_statement continue_statement");
export const isStatement = (node: SyntaxNode): boolean =>
  /_statement$|_declaration$|^(statement_block|block|variable_declarator)$/.test(node.type);
