// Prints the changelog's section for a version: scripts/release-notes.ts VERSION
import { readFileSync } from 'node:fs';
import { readSection } from './release/changelog.js';

const [, , version = ''] = process.argv;
const section = readSection(readFileSync('CHANGELOG.md', 'utf8'), version);
if (!section) throw new Error(`CHANGELOG.md has no section for ${version}`);
process.stdout.write(`${section}\n`);
