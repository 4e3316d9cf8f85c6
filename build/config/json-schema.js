import { z } from "zod";
import { configSchema } from "./schema.js";
function configJsonSchema() {
  return {
    title: "Configuration of whmcs-stock-exporter",
    ...z.toJSONSchema(configSchema, { io: "input", target: "draft-7" })
  };
}
export {
  configJsonSchema
};
