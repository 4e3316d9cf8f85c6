// Writes deploy/prometheus: the rules with their default options.
import { writeFileSync } from 'node:fs';
import { FILES, renderFile } from '../src/rules/files.js';
import { DEFAULT_OPTIONS } from '../src/rules/rule-options.js';

for (const [file, name] of Object.entries(FILES))
  writeFileSync(`deploy/prometheus/${name}`, renderFile(file as keyof typeof FILES, DEFAULT_OPTIONS));
