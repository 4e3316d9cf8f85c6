// Writes the pages that are generated from the code: `npm run docs`.
import { writeFile } from 'node:fs/promises';
import { renderReference } from './pages.js';

for (const [path, page] of Object.entries(await renderReference())) await writeFile(path, page);
