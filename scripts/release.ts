// Releases the unreleased changes: npm run release -- VERSION [--dry-run]
import { parseArgs } from 'node:util';
import { ReleaseRefused, release } from './release/release.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'dry-run': { type: 'boolean', default: false } },
});
const [version = ''] = positionals;
const isDryRun = values['dry-run'];
try {
  const lines = release('.', { version, isDryRun, date: new Date().toISOString().slice(0, 10) });
  process.stdout.write(`${lines.join('\n')}\n`);
  process.stdout.write(isDryRun ? 'Nothing has changed.\n' : 'Publish it: git push --follow-tags\n');
} catch (error) {
  if (!(error instanceof ReleaseRefused)) throw error;
  process.stderr.write(`release: ${error.message}\n`);
  process.exitCode = 1;
}
