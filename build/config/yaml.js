import { Composer, Lexer, LineCounter, Parser, YAMLParseError } from "yaml";
const MOST_NESTED = 64;
function parseYaml(text) {
  const lines = new LineCounter();
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({
    prettyErrors: false,
    logLevel: "error",
    uniqueKeys: false
    // it would compare each key with every other
  });
  const [document, second] = composer.compose(readTokens(text, parser), true, text.length);
  if (!document) throw new TypeError("composing a text always gives a document");
  const fail = (offset, code) => document.errors.push(new YAMLParseError([offset, offset], code, ""));
  if (parser.stack.length > MOST_NESTED) fail(parser.offset, "RESOURCE_EXHAUSTION");
  else if (second) fail(second.range[0], "MULTIPLE_DOCS");
  return { document, lines };
}
function* readTokens(text, parser) {
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > MOST_NESTED) return;
  }
  yield* parser.end();
}
function describeSyntaxError({ code }) {
  return SYNTAX_ERRORS[code] ?? `not valid YAML (${code.toLowerCase().replaceAll("_", " ")})`;
}
const SYNTAX_ERRORS = {
  BAD_ALIAS: "a value that begins with * is an alias to YAML; put it in quotes if it is meant as text",
  BAD_INDENT: "the indentation does not fit what stands above",
  MISSING_CHAR: "a quote or bracket is not closed, or a : is missing",
  MULTIPLE_DOCS: "a second document; there must be only one",
  RESOURCE_EXHAUSTION: `more than ${MOST_NESTED} levels of nesting`,
  TAB_AS_INDENT: "a tab; YAML is indented by spaces",
  TAG_RESOLVE_FAILED: "a value that begins with ! is a tag to YAML; put it in quotes if it is meant as text"
};
export {
  describeSyntaxError,
  parseYaml
};
