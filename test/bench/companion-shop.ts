import { spawnSync } from 'node:child_process';

export const PRODUCTS = 500;
const OPTIONS_PER_GROUP = 6;
const CHOICES_PER_OPTION = 4;
const GROUPS = 50;

/** Indexes of the two large tables, as far as public code relies on them. */
const INDEXES = [
  'ALTER TABLE tblhosting ADD KEY orderid (orderid), ADD KEY packageid (packageid), ADD KEY status (domainstatus)',
  'ALTER TABLE tblhostingconfigoptions ADD KEY relid_configid (relid, configid)',
];

const CATALOGUE = [
  'CREATE TABLE tblproductgroups (id int PRIMARY KEY, name varchar(200))',
  "INSERT INTO tblproductgroups VALUES (1, 'Servers')",
  `CREATE TABLE tblproducts (id int PRIMARY KEY, gid int, name varchar(200), type varchar(32), servertype varchar(32),
    paytype varchar(32), stockcontrol tinyint, qty int, hidden tinyint, retired tinyint)`,
  `INSERT INTO tblproducts SELECT seq, 1, CONCAT('Server ', seq), 'server', 'kvm', 'recurring', 1, seq % 20, 0, 0
    FROM seq_1_to_${PRODUCTS}`,
  'CREATE TABLE tblproductconfiglinks (gid int, pid int)',
  `INSERT INTO tblproductconfiglinks SELECT 1 + seq % ${GROUPS}, seq FROM seq_1_to_${PRODUCTS}`,
  `CREATE TABLE tblproductconfigoptions (id int PRIMARY KEY, gid int, optionname varchar(200), optiontype varchar(8),
    qtyminimum int, qtymaximum int, \`order\` int, hidden tinyint)`,
  `INSERT INTO tblproductconfigoptions
    SELECT seq + 1, 1 + FLOOR(seq / ${OPTIONS_PER_GROUP}), CONCAT('Option ', seq), 1 + seq % 4, 0, 8, seq, 0
    FROM seq_0_to_${GROUPS * OPTIONS_PER_GROUP - 1}`,
  `CREATE TABLE tblproductconfigoptionssub
    (id int PRIMARY KEY, configid int, optionname varchar(200), sortorder int, hidden tinyint)`,
  `INSERT INTO tblproductconfigoptionssub
    SELECT seq + 1, 1 + FLOOR(seq / ${CHOICES_PER_OPTION}), CONCAT('Choice ', seq), seq, 0
    FROM seq_0_to_${GROUPS * OPTIONS_PER_GROUP * CHOICES_PER_OPTION - 1}`,
];

/** Services with an unused password column each, because real rows are wide. */
const services = (count: number) => [
  `CREATE TABLE tblorders (id int AUTO_INCREMENT PRIMARY KEY, status varchar(16))`,
  `INSERT INTO tblorders SELECT seq, 'Active' FROM seq_1_to_${count}`,
  `CREATE TABLE tblhosting (id int AUTO_INCREMENT PRIMARY KEY, orderid int, packageid int, domainstatus varchar(16),
    qty int, regdate date, notes text)`,
  `INSERT INTO tblhosting SELECT seq, seq, 1 + seq * 7919 % ${PRODUCTS},
    ELT(1 + seq % 5, 'Active', 'Active', 'Active', 'Pending', 'Terminated'), 1, DATE_SUB(CURDATE(), INTERVAL seq % 1000 DAY),
    REPEAT('x', 400) FROM seq_1_to_${count}`,
  `CREATE TABLE tblhostingconfigoptions
    (id int AUTO_INCREMENT PRIMARY KEY, relid int, configid int, optionid int, qty int)`,
  `INSERT INTO tblhostingconfigoptions (relid, configid, optionid, qty)
    SELECT h.id, o.id, (o.id - 1) * ${CHOICES_PER_OPTION} + 1 + CRC32(CONCAT(h.id, '-', o.id)) % ${CHOICES_PER_OPTION},
      CRC32(CONCAT(h.id, '+', o.id)) % 3
    FROM tblhosting h JOIN tblproductconfiglinks l ON l.pid = h.packageid
    JOIN tblproductconfigoptions o ON o.gid = l.gid`,
];

export type BenchShop = { readonly services: number; readonly isIndexed: boolean };

/** Creates the tables of a shop in an empty database. */
export function fillShop(socket: string, shop: BenchShop): void {
  const statements = [
    ...['DROP DATABASE shop', 'CREATE DATABASE shop', 'USE shop'],
    ...CATALOGUE,
    ...services(shop.services),
    ...(shop.isIndexed ? INDEXES : []),
    'ANALYZE TABLE tblhosting, tblhostingconfigoptions',
  ];
  runSql(socket, statements.join(';\n'));
}

export function runSql(socket: string, sql: string): string {
  const { status, stdout, stderr } = spawnSync(
    'mariadb',
    ['--no-defaults', `--socket=${socket}`, '--user=root', '-N', 'mysql'],
    { input: sql },
  );
  if (status !== 0) throw new Error(String(stderr));
  return String(stdout);
}
