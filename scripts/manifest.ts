// Writes deploy/kubernetes from the Helm chart, for those who do not use Helm.
import { writeFileSync } from 'node:fs';
import { MANIFEST, renderManifest } from './rendered-manifest.js';

writeFileSync(MANIFEST, renderManifest());
