import { Composer, type Document, Lexer, LineCounter, Parser, YAMLParseError } from 'yaml';

export type ParsedYaml = {
  /** With its syntax errors. */
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
};

/**
 * A configuration nests about 10 values. Composing thousands overflows the stack, or exhausts the memory of
 * V8.
 */
const MOST_NESTED = 64;

/** Parses YAML. What is nested too deeply is not composed, and reported as `RESOURCE_EXHAUSTION`. */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({
    prettyErrors: false,
    logLevel: 'error',
    uniqueKeys: false, // it would compare each key with every other
  });
  const [document, second] = composer.compose(readTokens(text, parser), true, text.length);
  if (!document) throw new TypeError('composing a text always gives a document');
  const fail = (offset: number, code: YAMLParseError['code']) =>
    document.errors.push(new YAMLParseError([offset, offset], code, ''));
  if (parser.stack.length > MOST_NESTED) fail(parser.offset, 'RESOURCE_EXHAUSTION');
  else if (second) fail(second.range[0], 'MULTIPLE_DOCS');
  return { document, lines };
}

/** Ends before a token that is nested too deeply. */
function* readTokens(text: string, parser: Parser) {
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > MOST_NESTED) return;
  }
  yield* parser.end();
}

/** The parser's own messages quote the file, and so may quote a secret; these do not. */
export function describeSyntaxError({ code }: Pick<YAMLParseError, 'code'>): string {
  return SYNTAX_ERRORS[code] ?? `not valid YAML (${code.toLowerCase().replaceAll('_', ' ')})`;
}

export const BAD_ALIAS =
  'a value that begins with * is an alias to YAML; put it in quotes if it is meant as text';
export const BAD_TAG = 'a value that begins with ! is a tag to YAML; put it in quotes if it is meant as text';

const SYNTAX_ERRORS: Readonly<Record<string, string>> = {
  BAD_ALIAS,
  BAD_INDENT: 'the indentation does not fit what stands above',
  MISSING_CHAR: 'a quote or bracket is not closed, or a : is missing',
  MULTIPLE_DOCS: 'a second document; there must be only one',
  RESOURCE_EXHAUSTION: `more than ${MOST_NESTED} levels of nesting`,
  TAB_AS_INDENT: 'a tab; YAML is indented by spaces',
  TAG_RESOLVE_FAILED: BAD_TAG,
};
