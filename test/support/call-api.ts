import type { Simulator } from '../../src/simulator/simulator.js';
import { DEMO_CREDENTIALS } from '../../src/simulator/simulator-settings.js';

/** An API call as a client makes it, with the demo's credentials unless the fields say otherwise. */
export async function callApi(
  { url }: Pick<Simulator, 'url'>,
  fields: Readonly<Record<string, string>>,
  encode: (fields: Record<string, string>) => URLSearchParams | FormData = (form) =>
    new URLSearchParams(form),
) {
  const { identifier, secret } = DEMO_CREDENTIALS;
  const form = { identifier, secret, responsetype: 'json', ...fields };
  const answer = await fetch(`${url}includes/api.php`, {
    method: 'POST',
    body: encode(form),
    redirect: 'manual',
  });
  const text = await answer.text();
  return {
    status: answer.status,
    text,
    get json() {
      return JSON.parse(text);
    },
  };
}
