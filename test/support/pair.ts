import { newerProgram } from './cached-folder.js';
import { type Tester, testWith } from './tool.js';

/** The Debian package of each program. */
const PACKAGES = {
  prometheus: 'prometheus',
  promtool: 'prometheus',
  'prometheus-alertmanager': 'prometheus-alertmanager',
  amtool: 'prometheus-alertmanager',
};

type PairProgram = keyof typeof PACKAGES;

/** A Prometheus and an Alertmanager of the same time, with their tools. */
export type Pair = {
  readonly name: string;
  /** Returns the file to start a program from, or its name if it is on the path. */
  readonly file: (program: PairProgram) => string;
  /** Returns `test` for what needs these programs of the pair. */
  readonly testWith: (...programs: readonly PairProgram[]) => Tester;
};

function createPair(
  name: string,
  file: (program: PairProgram) => string,
  remedy: (program: PairProgram) => string,
): Pair {
  return {
    name,
    file,
    testWith: (...programs) =>
      testWith(...programs.map((program) => ({ program: file(program), remedy: remedy(program) }))),
  };
}

const INSTALLED = createPair(
  'installed',
  (program) => program,
  (program) => `apt-get install ${PACKAGES[program]}`,
);

export const NEWER = createPair('newer', newerProgram, () => 'run scripts/newer-prometheus');

/** What rules, scrapes and alerts are tested on: the machine's own Prometheus, and a newer one. */
export const PAIRS: readonly Pair[] = [INSTALLED, NEWER];
