/** Code to change, as paths with `*`, and the paths of the tests that must notice. */
type Room = { readonly code: readonly string[]; readonly tests: readonly string[] };

/** What mutation tests change: the code that decides on numbers. */
export const ROOMS: Readonly<Record<string, Room>> = {
  stock: { code: ['src/stock/*.ts'], tests: ['test/stock'] },
  whmcs: {
    code: [
      'src/whmcs/{all-or-none,decode,decode-fault,each-alone,envelope,json-body,large-list}.ts',
      'src/whmcs/{option-kind,outside-text,plain-text}.ts',
      'src/whmcs/sources/{companion-count,companion-sales,listed-*,oddity,own-action,product-list,stated-stock,store-answers}.ts',
      'src/whmcs/services/*.ts',
    ],
    tests: [
      'test/whmcs/all-or-none.test.ts',
      'test/whmcs/decode.test.ts',
      'test/whmcs/decode-fault.test.ts',
      'test/whmcs/each-alone.test.ts',
      'test/whmcs/envelope.test.ts',
      'test/whmcs/json-body.test.ts',
      'test/whmcs/large-list.test.ts',
      'test/whmcs/plain-text.test.ts',
      'test/whmcs/refusals.test.ts',
      'test/whmcs/services',
      'test/whmcs/sources/answer-memory.test.ts',
      'test/whmcs/sources/classic.test.ts',
      'test/whmcs/sources/companion.test.ts',
      'test/whmcs/sources/companion-count.test.ts',
      'test/whmcs/sources/companion-sales.test.ts',
      'test/whmcs/sources/listed-options.test.ts',
      'test/whmcs/sources/listed-product.test.ts',
      'test/whmcs/sources/listed-usage.test.ts',
      'test/whmcs/sources/own-action.test.ts',
      'test/whmcs/sources/product-list.test.ts',
      'test/whmcs/sources/source-matrix.test.ts',
      'test/whmcs/sources/store.test.ts',
      'test/whmcs/sources/store-answers.test.ts',
    ],
  },
  capacity: {
    code: [
      'src/capacity/{measure-numbers,query-answer}.ts',
      'src/collector/{capacity-numbers,learn-answer}.ts',
    ],
    tests: [
      'test/capacity/measure-numbers.test.ts',
      'test/capacity/query-answer.test.ts',
      'test/collector/capacity-numbers.test.ts',
    ],
  },
};
