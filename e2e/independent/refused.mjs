/** How this reader says no: with a code of the closed list, and sometimes a reason. */
export class Refused extends Error {
  constructor(code, reason = null) {
    super(reason === null ? code : `${code} ${reason}`);
    this.code = code;
    this.reason = reason;
  }
}

/** Ends what is being checked, with a code of [protocol: Codes]. */
export function refuse(code, reason = null) {
  throw new Refused(code, reason);
}

/** `taken`, or the code of [protocol: Codes] with which `check` refused. Any other fault is this reader's own. */
export function verdictOf(check) {
  try {
    check();
    return "taken";
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
}
