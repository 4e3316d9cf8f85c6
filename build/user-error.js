class UserError extends Error {
  name = "UserError";
}
export {
  UserError
};
