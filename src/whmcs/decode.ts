import type { Diagnosis } from './diagnoses.js';
import { LargeList } from './large-list.js';

/** A value of the wrong type. The message describes the value, but never quotes a string. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';

  readonly diagnosis: Diagnosis;

  constructor(
    message: string,
    { diagnosis = 'unknown_form', ...options }: ErrorOptions & { readonly diagnosis?: Diagnosis } = {},
  ) {
    super(message, options);
    this.diagnosis = diagnosis;
  }
}

/**
 * Decodes a list. PHP's arrays come as JSON lists, as objects keyed by number and, if empty, as any of PHP's
 * empty values. A list of one may be the bare element.
 *
 * @throws {DecodeError} if the value is none of these.
 */
export function decodeList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null || value === '' || value === false) return [];
  if (Array.isArray(value)) return value;
  if (value instanceof LargeList) return [...value];
  if (isRecord(value)) {
    const keys = Object.keys(value);
    return keys.every((key) => /^\d+$/.test(key)) ? Object.values(value) : [value];
  }
  throw new DecodeError(`expected a list, found ${describe(value)}`);
}

/**
 * Decodes an integer that is written as a number or as text.
 *
 * @returns undefined if the value is missing, null or the empty text.
 * @throws {DecodeError} if it is anything else.
 */
export function decodeInteger(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  if (typeof value === 'string') {
    const text = value.trim();
    if (text === '') return undefined;
    if (/^[+-]?\d+(\.0+)?$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  }
  throw new DecodeError(`expected an integer, found ${describe(value)}`);
}

/**
 * Decodes an amount of money, which WHMCS writes as `9.95`, without a currency or thousands separators.
 *
 * @returns undefined if the value is missing, null or the empty text.
 * @throws {DecodeError} if it is anything else.
 */
export function decodeAmount(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string') {
    const text = value.trim();
    if (text === '') return undefined;
    if (/^[+-]?\d{1,15}(\.\d+)?$/.test(text)) return Number(text);
  }
  throw new DecodeError(`expected an amount, found ${describe(value)}`);
}

/**
 * Decodes a yes or no in the forms that PHP applications use.
 *
 * The empty text is how PHP writes false.
 *
 * @returns undefined if the value is missing or null.
 * @throws {DecodeError} if it is neither yes nor no.
 */
export function decodeFlag(value: unknown): boolean | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  const isText = typeof value === 'string' || typeof value === 'number';
  const text = isText ? String(value).trim().toLowerCase() : 'neither';
  if (['1', 'on', 'yes', 'true'].includes(text)) return true;
  if (['', '0', 'off', 'no', 'false'].includes(text)) return false;
  throw new DecodeError(`expected a yes or no, found ${describe(value)}`);
}

/** The elements of a list, which may be large. */
export type Elements = Iterable<unknown> & { readonly length: number };

/** Decodes a list as `decodeList` does, without reading all elements of a large one. */
export const decodeLargeList = (value: unknown): Elements =>
  value instanceof LargeList ? value : decodeList(value);

/** Frees the memory of a list if it is a large one. It can't be read after that. */
export function releaseList(value: unknown): void {
  if (value instanceof LargeList) value.release();
}

/** Decodes a list inside its holder, such as `{"product": [...]}`. The holder may be missing. */
export const decodeListIn = (holder: unknown, name: string): readonly unknown[] =>
  decodeList(contentOf(holder, name));

/** Returns the content of a holder, such as of `{"product": [...]}`, or what stands in its place. */
export const contentOf = (holder: unknown, name: string): unknown =>
  isRecord(holder) && name in holder ? holder[name] : holder;

/** Decodes the records of a list inside its holder, which may be missing or any empty value of PHP. */
export function decodeRecordsIn(holder: unknown, name: string): readonly JsonRecord[] {
  const list = decodeListIn(holder, name);
  const records = list.filter(isRecord);
  if (records.length < list.length) throw new DecodeError(`${name}: expected objects`);
  return records.filter((record) => Object.keys(record).length > 0);
}

/** Decodes an id of WHMCS. @param what names its owner, for the error. */
export function decodeId(value: unknown, what: string): number {
  const id = decodeInteger(value);
  if (id === undefined || id < 1) throw new DecodeError(`${what} without an id`);
  return id;
}

/** Decodes an optional count. A negative one is refused, because it would raise the stock. */
export function decodeOptionalCount(value: unknown, what: string): number | undefined {
  const count = decodeInteger(value);
  if (count !== undefined && count < 0) throw new DecodeError(`${what} is not a count`);
  return count;
}

export function decodeCount(value: unknown, what: string): number {
  const count = decodeOptionalCount(value, what);
  if (count === undefined) throw new DecodeError(`${what} is not a count`);
  return count;
}

export type JsonRecord = Readonly<Record<string, unknown>>;

/** Returns whether a decoded JSON value is an object. */
export function isRecord(value: unknown): value is JsonRecord {
  const isObject = typeof value === 'object' && value !== null;
  return isObject && !Array.isArray(value) && !(value instanceof LargeList);
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `a text of ${value.length} characters`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}
