import type { Diagnosis } from './diagnoses.js';

/** A description of a body that is not WHMCS's JSON. */
type PageDiagnosis = { readonly kind: string; readonly diagnosis: Diagnosis | undefined };

/** Texts of pages that are served in place of WHMCS's JSON, and what they mean. */
const PAGES: readonly (readonly [words: RegExp, kind: string, diagnosis: Diagnosis])[] = [
  [
    /output has been emitted previously/i,
    "WHMCS's error page: output has been emitted previously",
    'emitted_output',
  ],
  [/install (?:folder|directory)/i, 'the warning that the install folder is still there', 'install_folder'],
  [/allowed memory size of \d+ bytes exhausted/i, 'a PHP error: memory exhausted', 'php_memory'],
  [
    /maximum execution time of \d+ seconds? exceeded/i,
    'a PHP error: maximum execution time exceeded',
    'php_time',
  ],
  [/ioncube.{0,40}loader/i, 'a page that asks for the ionCube loader', 'ioncube'],
  [
    /plain HTTP request was sent to HTTPS port|speaking plain HTTP to an SSL|sent an HTTP request to an HTTPS/i,
    'a page that says this port speaks HTTPS',
    'plain_http',
  ],
];

const DIAGNOSIS_BY_STATUS: ReadonlyMap<number, Diagnosis> = new Map([
  [401, 'web_password'],
  [404, 'no_api'],
  [410, 'no_api'],
  [413, 'request_too_large'],
  [414, 'request_too_large'],
  [431, 'request_too_large'],
  [525, 'origin_tls'],
  [526, 'origin_tls'],
]);

/** Characters read from both ends of a page. PHP writes a fatal error at the end of the output. */
const READ = 8_192;

/** Describes a body that is not WHMCS's JSON. */
export function diagnosePage(status: number, text: string): PageDiagnosis {
  const ends = text.length > 2 * READ ? `${text.slice(0, READ)}\n${text.slice(-READ)}` : text;
  for (const [words, kind, diagnosis] of PAGES) if (words.test(ends)) return { kind, diagnosis };
  return { kind: kindOf(ends), diagnosis: DIAGNOSIS_BY_STATUS.get(status) };
}

function kindOf(text: string): string {
  if (/^\s*(<!doctype|<html|<\?xml|<[a-z]+[\s>])/i.test(text)) return 'a page of markup';
  return text.trim() === '' ? 'an empty body' : 'a body that is not JSON of WHMCS';
}
