import { crc32 } from 'node:zlib';

/** The CRC-32 of a text, and what `joinChecksums` needs to combine it with others without their texts. */
export type Checksum = {
  readonly crc: number;
  /** The length of the text in bytes. */
  readonly length: number;
  /** x to the power of the text's length in bits, modulo the polynomial. */
  readonly shift: number;
};

/** Returns the checksum of a text. */
export const checksumOf = (text: Buffer): Checksum => {
  return { crc: crc32(text), length: text.length, shift: shiftOf(text.length) };
};

/** Returns the checksum of texts one after another, as `crc32_combine` of zlib does. */
export function joinChecksums(checksums: readonly Checksum[]): Checksum {
  let [crc, length, shift] = [0, 0, ONE];
  for (const next of checksums) {
    crc = multiply(next.shift, crc) ^ next.crc;
    length += next.length;
    shift = multiply(next.shift, shift);
  }
  return { crc: crc >>> 0, length, shift };
}

/** The polynomial of CRC-32 (RFC 1952, section 8). Its bits, and those of all factors, are reversed. */
const POLYNOMIAL = 0xedb88320;
const ONE = 0x80000000;
/** x to the power of 8: the shift of one byte. */
const BYTE = 0x00800000;

/** Returns the product of two polynomials over GF(2), modulo that of CRC-32. */
function multiply(one: number, other: number): number {
  let product = 0;
  let factor = other;
  for (let bits = one | 0; bits !== 0; bits <<= 1) {
    if (bits < 0) product ^= factor; // the highest bit is set
    factor = (factor >>> 1) ^ (factor & 1 ? POLYNOMIAL : 0);
  }
  return product >>> 0;
}

/** Raises the shift of one byte to the power of a length, by repeated squaring. */
function shiftOf(length: number): number {
  let shift = ONE;
  let square = BYTE;
  for (let left = length; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) shift = multiply(square, shift);
    square = multiply(square, square);
  }
  return shift;
}
