import { readFile } from 'node:fs/promises';

/**
 * Grafana's table takes react-data-grid from a fork for React 18 that no registry has. The version nearest to it is for React 19,
 * where a context can stand for its provider.
 */
export const dataGridForReact18 = {
  name: 'react-data-grid for React 18',
  setup(build) {
    build.onLoad({ filter: /react-data-grid\/lib\/index\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/(jsxs?\(\w+Context)(?=, \{)/g, '$1.Provider'),
      loader: 'js',
    }));
  },
};
