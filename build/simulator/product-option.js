const OPTION_KINDS = { dropdown: "1", radio: "2", yesno: "3", quantity: "4" };
export {
  OPTION_KINDS
};
