import { ipKeyGenerator } from "express-rate-limit";
const clientAddress = ({ remoteAddress }) => ipKeyGenerator(remoteAddress ?? "");
export {
  clientAddress
};
