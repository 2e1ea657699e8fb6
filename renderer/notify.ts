/** Short notices at the edge; failures in the words of the catalogue. */
import { notifications } from "@mantine/notifications";
import type { Failure } from "../shared/result.ts";
import { sentence } from "./copy/failures.ts";

/** Tells that something went well. */
export function tell(message: string): void {
  notifications.show({ message, autoClose: 4000, withCloseButton: false, classNames: { root: "notice" } });
}

/** Tells what failed. */
export function tellFailure(failure: Failure): void {
  notifications.show({
    message: sentence(failure),
    autoClose: 8000,
    withCloseButton: true,
    classNames: { root: "notice notice-bad" },
  });
}
