// Writes deploy/kubernetes from the Helm chart, for installations without Helm.
import { writeFileSync } from 'node:fs';
import { MANIFEST, renderManifest } from './rendered-manifest.js';

writeFileSync(MANIFEST, renderManifest());
