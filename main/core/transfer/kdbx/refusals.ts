/** How this reader refuses a file: damaged or not for it, or asking for more than it gives. */
import { type Failure, fail } from "../../../../shared/failures.ts";

/** `limit`: more of `field` than `kdbxLimits` allows. */
export const limitFailure = (field: string, number: number): Failure => fail("limit", { field, number }).failure;
/** `import` with its reason. */
export const damagedFailure = (reason: string): Failure => fail("import", { reason }).failure;
