import { afterEach, expect, test } from '@jest/globals';
import { ROUTES, type Route } from '../../src/web/routes.js';
import { ask } from '../support/raw-http.js';
import { closeAll, serving } from './serving.js';

afterEach(closeAll);

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const routes: readonly Route[] = Object.values(ROUTES);

test.each(routes)('$path takes its methods and refuses all others', async ({ path, methods }) => {
  const { url } = await serving();
  for (const method of METHODS) {
    const { status, headers } = await ask(url(path.replace(':site', 'main')), { method });
    if (methods.includes(method)) expect([method, status]).not.toEqual([method, 405]);
    else expect([method, status, headers.allow]).toEqual([method, 405, methods.join(', ')]);
  }
});
