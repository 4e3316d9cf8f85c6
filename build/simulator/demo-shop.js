import { addDemoCloud } from "./demo-cloud.js";
import { EUR, USD } from "./pricing.js";
import { Shop } from "./shop.js";
const SHARED = { type: "hostingaccount", module: "cpanel" };
const RESELLER = { type: "reselleraccount", module: "cpanel" };
const OTHER = { type: "other", module: "" };
const VPS_OPTIONS = [
  {
    id: 1,
    name: "Operating system",
    kind: "dropdown",
    values: [
      { id: 1, name: "debian-12|Debian 12", monthly: "0.00" },
      { id: 2, name: "ubuntu-24|Ubuntu 24.04", monthly: "0.00" },
      { id: 3, name: "windows-2022|Windows Server 2022", monthly: "18.00" },
      { id: 4, name: "centos-7|CentOS 7", monthly: "0.00", hidden: true }
    ]
  },
  {
    id: 2,
    name: "Daily backups",
    kind: "yesno",
    values: [{ id: 5, name: "Keep seven days", monthly: "2.00" }]
  },
  {
    id: 3,
    name: "Additional IPv4 addresses",
    kind: "quantity",
    minQuantity: 0,
    maxQuantity: 8,
    values: [{ id: 6, name: "Address", monthly: "2.00" }]
  }
];
const RANGE = {
  "Web hosting": [
    ["Web Start", "2.95", void 0, SHARED],
    ["Web Plus", "5.95", void 0, SHARED],
    ["Web Business", "11.95", void 0, SHARED],
    ["WordPress Managed S", "8.90", 140, SHARED],
    ["WordPress Managed M", "16.90", 62, SHARED],
    ["WordPress Managed L", "29.90", 11, SHARED],
    ["Reseller 25", "19.00", 30, RESELLER],
    ["Reseller 100", "49.00", 0, RESELLER],
    ["Web Classic 2019", "3.50", 4, { ...SHARED, retired: true }]
  ],
  "KVM Frankfurt": [
    ["KVM 1 GB Frankfurt", "4.00", 85],
    ["KVM 2 GB Frankfurt", "7.00", 48],
    ["KVM 4 GB Frankfurt", "12.00", 26],
    ["KVM 8 GB Frankfurt", "22.00", 9],
    ["KVM 16 GB Frankfurt", "40.00", 3],
    ["KVM 32 GB Frankfurt", "76.00", 0],
    ["KVM 64 GB Frankfurt", "148.00", 1],
    ["Storage VPS 1 TB Frankfurt", "6.50", 14],
    ["Storage VPS 4 TB Frankfurt", "21.00", -2]
  ],
  "KVM Tokyo": [
    ["KVM 1 GB Tokyo", "5.00", 40],
    ["KVM 2 GB Tokyo", "8.50", 17],
    ["KVM 4 GB Tokyo", "15.00", 0],
    ["KVM 8 GB Tokyo", "28.00", 6],
    ["KVM 16 GB Tokyo", "52.00", 0],
    ["KVM 32 GB Tokyo", "99.00", 2],
    ["NAT VPS 512 MB Tokyo", "1.90", 120]
  ],
  "Dedicated servers": [
    ["Ryzen 7 / 64 GB / 2x1 TB NVMe", "79.00", 7],
    ["Ryzen 9 / 128 GB / 2x2 TB NVMe", "129.00", 4],
    ["EPYC 7443 / 256 GB / 4x2 TB NVMe", "289.00", 2],
    ["EPYC 9354 / 384 GB / 4x4 TB NVMe", "449.00", 1],
    ["Xeon E-2388G / 64 GB / 2x1 TB NVMe", "89.00", 0],
    ["Storage server 12x18 TB", "319.00", 3],
    ["GPU server RTX 4090", "499.00", 2],
    ["GPU server 2x L40S", "1490.00", 0],
    ["Server auction: Xeon E5-1650", "39.00", 1, { hidden: true }]
  ],
  "Add-ons": [
    ["DV certificate", "1.50", void 0, OTHER],
    ["OV certificate", "7.50", void 0, OTHER],
    ["Backup space 100 GB", "3.00", void 0, OTHER],
    ["Backup space 1 TB", "12.00", 22, OTHER],
    ["IPv4 address", "2.00", 64, OTHER],
    ["DirectAdmin licence", "5.00", 18, OTHER],
    ["Windows Server licence", "18.00", 5, { ...OTHER, payType: "recurring" }]
  ]
};
function createDemoShop() {
  const shop = new Shop([USD, EUR]);
  for (const [index, [group, rows]] of Object.entries(RANGE).entries()) {
    const groupId = index + 1;
    shop.addGroup(groupId, group);
    for (const [name, monthly, stock, particular] of rows) {
      const product = shop.addProduct({
        groupId,
        name,
        monthly,
        stockControl: stock !== void 0,
        quantity: stock ?? 0,
        options: group.startsWith("KVM") ? VPS_OPTIONS : [],
        ...particular
      });
      if (product.options.length > 0)
        shop.addService({
          productId: product.id,
          clientId: product.id,
          choices: [
            { optionId: 1, value: "Debian 12" },
            { optionId: 3, value: "1" }
          ]
        });
    }
  }
  addDemoCloud(shop, Object.keys(RANGE).length + 1);
  return shop;
}
export {
  createDemoShop
};
