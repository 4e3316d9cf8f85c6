import { types } from "node:util";
function errorCode(error) {
  return types.isNativeError(error) && "code" in error && typeof error.code === "string" ? error.code : void 0;
}
function systemCode(error) {
  const code = errorCode(error);
  if (code === void 0 || !(types.isNativeError(error) && "syscall" in error)) throw error;
  return code;
}
export {
  errorCode,
  systemCode
};
