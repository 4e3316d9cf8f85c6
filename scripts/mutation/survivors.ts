/** What is used of the report of a run, in the format of `mutation-testing-report-schema`. */
export type Report = {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
};

type Position = { readonly line: number; readonly column: number };
type Mutant = {
  readonly status: string;
  readonly replacement?: string;
  readonly location: { readonly start: Position; readonly end: Position };
};

const MOST_CHARACTERS = 45;

/** Returns the changes that no test noticed, per file, as `before` → `after`, without lines, which move. */
export function listSurvivors({ files }: Report): ReadonlyMap<string, readonly string[]> {
  const listed = Object.entries(files).map(([path, { source, mutants }]) => {
    const lines = source.split('\n');
    const survivors = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
    return [path, survivors.map((mutant) => describe(lines, mutant))] as const;
  });
  return new Map(listed.filter(([, survivors]) => survivors.length > 0));
}

function describe(lines: readonly string[], { location, replacement = '' }: Mutant): string {
  const { start, end } = location;
  const before = lines.slice(start.line - 1, end.line);
  before.push((before.pop() ?? '').slice(0, end.column - 1));
  return `${quote(before.join('\n').slice(start.column - 1))} → ${quote(replacement)}`;
}

/** Quotes code on one line, cut to a length that tells most changes apart. */
function quote(code: string): string {
  const line = code.replaceAll(/\s+/g, ' ').replaceAll('`', "'");
  return `\`${line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line}\``;
}

/** Returns the survivors that `survivors.md` explains, per file. */
export function parseExplained(page: string): ReadonlyMap<string, ReadonlySet<string>> {
  const explained = new Map<string, Set<string>>();
  let path = '';
  for (const line of page.split('\n')) {
    if (line.startsWith('src/')) path = line;
    if (!line.startsWith('- ')) continue;
    explained.set(path, (explained.get(path) ?? new Set()).add(line.slice('- '.length)));
  }
  return explained;
}

/** Renders the survivors that a page does not explain, in the form of the page. */
export function renderUnexplained(report: Report, page: string): string {
  const explained = parseExplained(page);
  return [...listSurvivors(report)]
    .map(([path, survivors]) => [path, survivors.filter((one) => !explained.get(path)?.has(one))] as const)
    .filter(([, survivors]) => survivors.length > 0)
    .map(([path, survivors]) => `${path}\n${survivors.map((one) => `- ${one}\n`).join('')}`)
    .join('\n');
}
