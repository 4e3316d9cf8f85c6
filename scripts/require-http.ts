import type { Plugin } from 'esbuild';

/**
 * Makes the bundle require `node:http` instead of importing it. An import reads every export, and on Node 24
 * one of them, `WebSocket`, compiles Node's own undici, which takes 15 MiB.
 */
export const requireHttp: Plugin = {
  name: 'require-http',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:http$/ }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'required' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'required' }, ({ path }) => ({
      contents: `module.exports = require('${path}');`,
    }));
  },
};
