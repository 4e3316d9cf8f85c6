// Encodes days of a diary as text, so that thousands of products need little memory. A day is the units sold,
// then the share of the day in stock: i all day, o not at all, u unknown, or hundredths, for example .25.
// Equal days in a row are written once, with their count and a space: "ix30 2i1.25ox3 ".

const DAY = /(-?\d*)(i|o|u|\.\d\d)(?:x(\d+))?/g;

function shareCode(share: number): string {
  if (Number.isNaN(share)) return 'u';
  const hundredths = Math.round(share * 100);
  if (hundredths >= 100) return 'i';
  return hundredths <= 0 ? 'o' : `.${String(hundredths).padStart(2, '0')}`;
}

/** Encodes one day. */
export const encodeDay = (sold: number, inStock: number): string =>
  `${sold === 0 ? '' : sold}${shareCode(inStock)}`;

/**
 * Encodes the days before `end`. The code of one more day can be appended.
 *
 * @param inStock shares of the last days; the shares of earlier days are unknown.
 */
export function encodeDays(sold: ArrayLike<number>, inStock: ArrayLike<number>, end: number): string {
  const unknown = sold.length - inStock.length;
  const codeOf = (day: number) => encodeDay(sold[day] ?? 0, inStock[day - unknown] ?? Number.NaN);
  let text = '';
  for (let day = 0, next = 0; day < end; day = next) {
    const code = codeOf(day);
    next = day + 1;
    while (next < end && codeOf(next) === code) next += 1;
    text += next - day > 1 ? `${code}x${next - day} ` : code;
  }
  return text;
}

/** Decodes a text into the units sold per day and the shares in stock. */
export function decodeDays(text: string): { readonly sold: number[]; readonly inStock: number[] } {
  const sold: number[] = [];
  const inStock: number[] = [];
  for (const [, units = '', share = 'u', count = '1'] of text.matchAll(DAY))
    for (let day = Number(count); day > 0; day -= 1) {
      sold.push(Number(units));
      inStock.push(SHARES[share] ?? Number(share));
    }
  return { sold, inStock };
}

const SHARES: Readonly<Record<string, number>> = { i: 1, o: 0, u: Number.NaN };
