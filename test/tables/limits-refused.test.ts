import { expect, test } from '@jest/globals';
import { fault } from '../support/fault.js';
import { load, oneSite, site } from './config-folder.js';

const NUMBER = 'a whole number from 0 to 2147483647';
const COLUMNS = 'the columns are site, product, option, choice, combination, capacity, warning, critical';
const SAVE = 'save it as UTF-8 (in Excel: CSV UTF-8)';

/** A table, and the line that refuses it, after `stock.csv:`. */
const BAD: readonly (readonly [what: string, content: string | Buffer, shown: string])[] = [
  [
    'a negative capacity in a table',
    'product,option,choice,capacity\n1,A,b,-3\n',
    `2: capacity: expected ${NUMBER} or none, found "-3"`,
  ],
  [
    'a fraction in a table',
    'product;option;choice;capacity\n1;A;b;5,0\n',
    `2: capacity: expected ${NUMBER} or none, found "5,0"`,
  ],
  [
    'a number in groups in a table',
    'product,warning\n1,1 000\n',
    `2: warning: expected ${NUMBER} or none or default, found "1 000"`,
  ],
  [
    'a number too large in a table',
    'product,critical\n1,2147483648\n',
    `2: critical: expected ${NUMBER} or none or default, found "2147483648"`,
  ],
  [
    'a word for a number in a table',
    'product,warning\n1,s3cret-Zq\n',
    `2: warning: expected ${NUMBER} or none or default, found a text of 9 characters`,
  ],
  [
    'a capacity of a product in a table',
    'product,capacity\n1,5\n',
    "2: capacity: a product's stock is set in WHMCS; only choices and combinations have a capacity",
  ],
  [
    'critical above warning in a table',
    'product,warning,critical\n1,3,5\n',
    '2: critical: critical must not be above warning',
  ],
  [
    'a row of a table without a product',
    'product,warning\n,5\n',
    '2: product: empty; set the id of a product',
  ],
  [
    'a product by name in a table',
    'product,warning\nKVM,5\n',
    '2: product: expected the id of a product, found a text of 3 characters; import finds products by name',
  ],
  [
    'an option without a choice in a table',
    'product,option,warning\n1,A,5\n',
    '2: choice: empty, but the row names an option; name one of its choices',
  ],
  [
    'a choice without an option in a table',
    'product,choice,warning\n1,b,5\n',
    '2: option: empty; name the option that the choice belongs to',
  ],
  [
    'a combination without a choice in a table',
    'product,combination,warning\n1,"A, B=c",5\n',
    '2: combination: expected choices by option, such as Location=Tokyo, RAM=64 GB',
  ],
  [
    'a choice and a combination in one row',
    'product,choice,combination,warning\n1,b,A=b,5\n',
    '2: combination: the row names an option or a choice as well; a row is about one thing',
  ],
  [
    'two rows of a table about one choice',
    'product,option,choice,capacity\n1,A,b,5\n1,C,d,1\n1,a, B,6\n',
    '4: the same as in stock.csv:2; delete one of the two rows',
  ],
  [
    'two rows of a table about one combination',
    'product,combination,capacity\n1,"A=b, C=d",5\n1,"c=D,a=B",6\n',
    '3: the same as in stock.csv:2; delete one of the two rows',
  ],
  [
    'an unknown site in a table',
    'site,product,warning\nmian,1,5\n',
    '2: site: "mian" is not a site of the configuration; nearest: main',
  ],
  ['a misspelled column of a table', 'product,capacty\n1,5\n', `1: unknown column "capacty"; ${COLUMNS}`],
  ['a column of a table twice', 'product,warning,Warning\n1,5,6\n', '1: a second column "warning"'],
  [
    'a .env file as a table',
    'WHMCS_API_SECRET=s3cret-Zq\n',
    `1: the first line names no column "product"; ${COLUMNS}`,
  ],
  ['a value of a table without a column', 'product,warning\n1,5,6\n', '2: a cell in a column without a name'],
  [
    'a quote of a table that is not closed',
    'product,option,choice,warning\n1,A,b,2\n1,C,"d,3\n1,E,f,4\n',
    '3: choice: a quote that is never closed; end the cell with "',
  ],
  [
    'a quote inside a cell of a table',
    'product,option,choice,warning\n"\n\n1",,,2\n1,A,5" disk,3\n',
    '5: choice: a quote inside a cell; put the cell in quotes and write "" for the quote',
  ],
  [
    'text after a closing quote in a table',
    'product,option,choice,warning\n1,"A"x,b,3\n',
    '2: option: a quote inside a cell; put the cell in quotes and write "" for the quote',
  ],
  [
    'a bad cell of a table below a cell of several lines',
    'product,option,choice,warning\r\n1,A,"b\r\nc",1\r\n1,A,d,!\r\n',
    `4: warning: expected ${NUMBER} or none or default, found "!"`,
  ],
  [
    'a table in Latin-1',
    Buffer.from('product,option,choice\n1,A,Zürich\n', 'latin1'),
    `2: is not UTF-8, so perhaps Latin-1 or Windows-1252; ${SAVE}`,
  ],
  ['a table in UTF-16', Buffer.from('\ufeffproduct\n', 'utf16le'), `1: is text in UTF-16; ${SAVE}`],
  [
    'a table in UTF-16 without a byte order mark',
    Buffer.from('product\n', 'utf16le'),
    `1: holds a NUL character, so perhaps text in UTF-16; ${SAVE}`,
  ],
  [
    'an Excel workbook as a table',
    Buffer.from('PK\u0003\u0004....', 'latin1'),
    '1: is a workbook, not text; save its table as CSV in UTF-8 (in Excel: CSV UTF-8)',
  ],
];

for (const [injected, content, shown] of BAD) {
  fault('configuration', injected, 'the file, the line and the column name', async () => {
    const { problems } = await load(oneSite('limits: stock.csv'), { 'stock.csv': content });
    expect(problems).toEqual([`stock.csv:${shown}`]);
  });
}

for (const text of ['', '\ufeff', '\n\n', '\ufeff\r\n', 'sep=;\n', ';;;\r\n'])
  fault('configuration', `a table that is empty: ${JSON.stringify(text)}`, 'how to create it', async () => {
    const { problems } = await load(oneSite('limits: stock.csv'), { 'stock.csv': text });
    expect(problems).toEqual([
      'stock.csv:1: is empty; the first line must name the columns; restore the file, or create it with: whmcs-stock-exporter discover --output stock.csv',
    ]);
  });

fault('configuration', 'a table that does not exist', 'how to create it', async () => {
  const { problems } = await load(oneSite('limits: [none.csv, .]'), {});
  expect(problems).toEqual([
    "none.csv:1: can't be read (ENOENT); create it with: whmcs-stock-exporter discover --output none.csv",
    expect.stringMatching(/:1: is a folder, not a regular file$/),
  ]);
});

fault(
  'configuration',
  'a row without a site in a table that two sites use',
  'the names of the sites',
  async () => {
    const config = `sites:\n${site('a', 'limits: stock.csv')}${site('b', 'limits: stock.csv')}${site('c', '')}`;
    const { problems } = await load(config, { 'stock.csv': 'site,product,warning\n,1,2\nC,1,2\n' });
    expect(problems).toEqual([
      'stock.csv:2: site: empty, but the row may be for any of the sites a, b; name one of them',
      'stock.csv:3: site: c does not use this table; add it to the limits of that site',
    ]);
  },
);

fault('configuration', 'one value in YAML and another in a table', 'both places', async () => {
  const { problems } = await load(
    oneSite(`limits: stock.csv
products:
  - id: 1
    thresholds: { warning: 3 }
    options: { A: { b: 5, c: { capacity: 6 } } }
    combinations: [{ when: { A: b }, thresholds: { critical: none } }]
  - { id: 2, combinations: all }
`),
    {
      'stock.csv': `product,option,choice,combination,capacity,warning,critical
1,,,,,4,
1,A,b,,6,,
1,A,c,,none,,
1,,,A=b,,,1
`,
    },
  );
  expect(problems).toEqual([
    'stock.csv:2: warning: 4, but config.yaml:9:32 sets 3; delete one of the two',
    'stock.csv:3: capacity: 6, but config.yaml:10:28 sets 5; delete one of the two',
    'stock.csv:4: capacity: none, but config.yaml:10:46 sets 6; delete one of the two',
    'stock.csv:5: critical: 1, but config.yaml:11:66 sets none; delete one of the two',
  ]);
});

fault('configuration', 'a critical threshold in a table above the warning in YAML', 'the cell', async () => {
  const { problems } = await load(
    oneSite('limits: stock.csv\nproducts: [{ id: 1, thresholds: { warning: 3 } }]'),
    { 'stock.csv': 'product,critical\n1,4\n' },
  );
  expect(problems).toEqual(['stock.csv:2: critical: critical must not be above warning']);
});

test('a table with thousands of bad rows is refused with the first of them', async () => {
  const { problems } = await load(oneSite('limits: stock.csv\nproducts: 5'), {
    'stock.csv': `product,warning\n${'1,x\n'.repeat(5000)}`,
  });
  expect(problems).toHaveLength(52);
  expect(problems[0]).toContain('config.yaml:7:15: sites[0].products: ');
  expect(problems.at(-1)).toBe('stock.csv:52: and 4950 more problems from here on');
});
