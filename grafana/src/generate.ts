import { writeFile } from 'node:fs/promises';
import { dashboards, toFile } from './dashboards.js';

const FOLDER = new URL('../dashboards/', import.meta.url);

for (const { name, text } of dashboards().map(toFile)) await writeFile(new URL(name, FOLDER), text);
