import { failure, success } from "./answer.js";
import { holdList, numeral, shapeList } from "./php-shapes.js";
import { hasQuantities } from "./settings.js";
import { SERVICE_PASSWORD } from "./sold-service.js";
const USUAL_PAGE = 25;
function getClientsProducts(shop, settings, params) {
  const filters = [
    ["clientid", ({ clientId: clientId2 }) => clientId2],
    ["serviceid", ({ id }) => id],
    ["pid", ({ productId }) => productId],
    ["domain", ({ domain }) => domain],
    ["username2", account]
  ];
  const clientId = params.get("clientid");
  if (clientId !== void 0 && !shop.services.some((service) => String(service.clientId) === clientId))
    return failure("Client ID Not Found");
  const matching = shop.services.filter(
    (service) => filters.every(([name, field]) => !params.has(name) || params.get(name) === String(field(service)))
  );
  const start = wholeNumber(params.get("limitstart"), 0);
  const size = Math.min(wholeNumber(params.get("limitnum"), USUAL_PAGE), settings.quirks.largestPage);
  const page = matching.slice(start, start + size);
  return success({
    ...Object.fromEntries(
      ["clientid", "serviceid", "pid", "domain"].map((name) => [name, params.get(name) ?? null])
    ),
    totalresults: String(matching.length),
    startnumber: numeral(start, settings),
    numreturned: numeral(page.length, settings),
    products: {
      product: shapeList(
        page.map((service) => describe(service, shop, settings)),
        settings
      )
    }
  });
}
function describe(service, shop, settings) {
  const { name, groupId, monthly, options } = shop.product(service.productId);
  const group = shop.groups.get(groupId) ?? "";
  const choices = service.choices.flatMap(({ optionId, value }) => {
    const option = options.find(({ id }) => id === optionId);
    return option ? [{ id: String(optionId), option: option.name, type: option.kind, value }] : [];
  });
  return {
    id: String(service.id),
    ...hasQuantities(settings.profile) ? { qty: String(service.quantity) } : {},
    clientid: String(service.clientId),
    orderid: String(service.id),
    ordernumber: String(1e9 + service.id),
    pid: String(service.productId),
    regdate: service.registered,
    name,
    translated_name: name,
    groupname: group,
    translated_groupname: group,
    domain: service.domain,
    dedicatedip: "",
    serverid: "1",
    servername: "node1",
    serverip: "192.0.2.1",
    serverhostname: "node1.shop.example",
    suspensionreason: "",
    firstpaymentamount: monthly,
    recurringamount: monthly,
    paymentmethod: "stripe",
    paymentmethodname: "Credit Card",
    billingcycle: "Monthly",
    nextduedate: "2030-01-01",
    status: service.status,
    username: account(service),
    password: SERVICE_PASSWORD,
    subscriptionid: "",
    promoid: "0",
    overideautosuspend: "",
    overidesuspenduntil: "0000-00-00",
    ns1: "",
    ns2: "",
    assignedips: "",
    notes: "",
    diskusage: "0",
    disklimit: "0",
    bwusage: "0",
    bwlimit: "0",
    lastupdate: "0000-00-00 00:00:00",
    customfields: holdList("customfield", [], settings),
    configoptions: holdList("configoption", choices, settings)
  };
}
const account = ({ id }) => `user${id}`;
const wholeNumber = (text, otherwise) => text !== void 0 && /^\d+$/.test(text) ? Number(text) : otherwise;
export {
  getClientsProducts
};
