const NUMBERS = 'expected a whole number from 0 to 2147483647';

/** A table that is not good, and the line that says so. */
export type Bad = readonly [what: string, file: string, content: string | Buffer, told: string];
/** Wrong only by what WHMCS has: see the shop that the test opens. */
export const LIVE: readonly Bad[] = [
  [
    'an unknown option',
    'a.csv',
    'product,option,choice,capacity\n42,Locatoin,Tokyo,3\n',
    'a.csv:2:4: option: option "Locatoin" is not there; nearest: "Location", "RAM"',
  ],
  [
    'an unknown choice',
    'a.csv',
    'product,option,choice,capacity\n42,Location,"Tokio",3\n',
    'a.csv:2:13: choice: Location: choice "Tokio" is not there; nearest: "Tokyo", "Virginia", "Frankfurt"',
  ],
  [
    'a choice in two options',
    'a.csv',
    'product,choice,capacity\n45,Tokyo,3\n',
    'a.csv:2:4: choice: choice "Tokyo" is in two options: Location, Disk; say which in the column option',
  ],
  [
    'a name that two products have',
    'a.csv',
    'product,warning\nTwice,3\n',
    'a.csv:2:1: product: product "Twice" may be any of the ids 45, 46; give its id',
  ],
  [
    'an unknown product',
    'a.csv',
    'product,warning\nGPU Claud,3\n',
    'a.csv:2:1: product: product "GPU Claud" is not in WHMCS; nearest: "GPU Cloud", "Web Plus", "Web Start"',
  ],
  [
    'a combination of a product that has all',
    'a.csv',
    'product,combination,warning\n42,"Location=Tokyo, RAM=64 GB",3\n',
    'a.csv:2:32: warning: the product says combinations: all; list its combinations in the configuration to say more of one',
  ],
  [
    'a number in a combination',
    'a.csv',
    'product,combination,warning\n10,Additional IPv4 addresses=Address,3\n',
    'a.csv:2:4: combination: option "Additional IPv4 addresses" is of numbers, which make no combination',
  ],
  [
    'two names of one choice',
    'a.csv',
    'product,option,choice,capacity\n42,location,TOKYO,3\n42,4,nrt1,3\n',
    'a.csv:3:1: the same as in a.csv:2:1; leave one of them out',
  ],
];

/** Wrong by themselves. */
export const OFFLINE: readonly Bad[] = [
  [
    'a negative capacity',
    'a.csv',
    'product,option,choice,capacity\n42,Location,Tokyo,-3\n',
    `a.csv:2:19: capacity: ${NUMBERS} or none, found "-3"`,
  ],
  [
    'a fraction',
    'a.csv',
    'product;option;choice;capacity\n42;Location;Tokyo;1,5\n',
    `a.csv:2:19: capacity: ${NUMBERS} or none, found "1,5"`,
  ],
  [
    'too large a number',
    'a.json',
    '[{"product": 42, "option": "L", "choice": "T",\n  "capacity": 2147483648}]',
    `a.json:2:15: capacity: ${NUMBERS} or none, found "2147483648"`,
  ],
  [
    'a capacity of a product',
    'a.yaml',
    '- product: 42\n  capacity: 5\n',
    "a.yaml:2:13: capacity: a product's stock is WHMCS's own; capacities are of choices and combinations",
  ],
  [
    'critical above warning',
    'a.csv',
    'product,warning,critical\n42,3,5\n',
    'a.csv:2:6: critical: critical would be 5, above warning, which would be 3',
  ],
  [
    'a combination without a choice',
    'a.csv',
    'product,combination,capacity\n9,"Location, RAM=64 GB",5\n',
    'a.csv:2:3: combination: expected choices by option, such as Location=Tokyo, RAM=64 GB',
  ],
  [
    'two combinations alike',
    'a.csv',
    'product,combination,capacity\n9,"A=x, B=y",5\n\n9,"b=Y, a=X",6\n',
    'a.csv:4:1: the same as in a.csv:2:1; leave one of them out',
  ],
  [
    'a column that is none, after cells of several lines',
    'a.csv',
    'product,"site",capacty\n42,,3\n',
    'a.csv:1:16: unknown column "capacty"; there are site, product, option, choice, combination, capacity, warning, critical',
  ],
  [
    'a key that is none',
    'a.yml',
    '- product: 42\n  warnin: 5\n',
    'a.yml:2:3: unknown column "warnin"; there are site, product, option, choice, combination, capacity, warning, critical',
  ],
  [
    'a bad cell below one of several lines',
    'a.csv',
    'product,option,choice,capacity\n9,"a\n\nb",x,1\n9,"c\r\nd",ż,none!\r\n',
    `a.csv:6:6: capacity: ${NUMBERS} or none, found "none!"`,
  ],
  [
    'a quote that is not closed',
    'a.csv',
    'product,warning\n42,"3\n43,4\n',
    'whmcs-stock-exporter: a.csv:2:4: a quote that is not closed; end the cell with "',
  ],
  [
    'a quote within a cell',
    'a.csv',
    'product,choice\n42,ż 5" disk\n',
    'whmcs-stock-exporter: a.csv:2:7: a quote within a cell; put the cell in quotes and write "" for it',
  ],
  [
    'text in Latin-1',
    'a.csv',
    Buffer.from('product,warning\nżZ\u00fcrich,4\n'.replace('ż', ''), 'latin1'),
    'whmcs-stock-exporter: a.csv:2:2: a byte that is not UTF-8; save the file as UTF-8',
  ],
  [
    'text in UTF-16',
    'a.csv',
    Buffer.from('\ufeffproduct,warning\n', 'utf16le'),
    'whmcs-stock-exporter: a.csv:1:1: text in UTF-16; save it as UTF-8',
  ],
  [
    'a NUL',
    'a.csv',
    'product\n4\u00002\n',
    'whmcs-stock-exporter: a.csv:2:2: a NUL character; this is no text, or not in UTF-8: save it as UTF-8',
  ],
  [
    'an empty file',
    'a.csv',
    '',
    'whmcs-stock-exporter: a.csv:1:1: the file is empty; its first line names site, product, option, choice, combination, capacity, warning, critical',
  ],
  [
    'an empty list',
    'a.json',
    ' ',
    'whmcs-stock-exporter: a.json:1:1: the file is empty; expected an array of objects such as {"product": 12, "capacity": 5}',
  ],
  [
    'JSON that is none',
    'a.json',
    '[{"product": 42}\n {"product": 43}]',
    'whmcs-stock-exporter: a.json:2:2: not valid JSON; look for a missing comma, quote or bracket here',
  ],
  [
    'JSON that is no array',
    'a.json',
    '{"product": 42}',
    'whmcs-stock-exporter: a.json:1:1: expected an array of objects such as {"product": 12, "capacity": 5}',
  ],
  [
    'a format that is none',
    'a.xlsx',
    'PK',
    'whmcs-stock-exporter: a.xlsx:1:1: a format that is not known; the name ends with .csv, .tsv, .json, .yaml, .yml',
  ],
  [
    'an unknown site',
    'a.csv',
    'site,product,warning\nshpo,42,3\n',
    'a.csv:2:1: site: site "shpo" is not in the configuration; nearest: "shop"',
  ],
  [
    'an option without a choice',
    'a.csv',
    'product,option,choice,capacity\n42,Location,,3\n',
    'a.csv:2:13: choice: empty; say which choice of "Location"',
  ],
];
