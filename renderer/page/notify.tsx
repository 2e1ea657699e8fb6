/** Short notices at the edge; failures in the words of the catalogue. */
import { notifications } from "@mantine/notifications";
import { Check, TriangleAlert } from "lucide-react";
import { sentence } from "../../shared/copy/failures.ts";
import type { Failure } from "../../shared/failures.ts";

const saidMs = 3500;
const failedMs = 9000;
const parts = { icon: "notice-icon", body: "notice-body", description: "notice-text" };

/** Tells that something went well. */
export function tell(message: string): void {
  notifications.show({
    message,
    icon: <Check size={16} strokeWidth={2} aria-hidden="true" />,
    autoClose: saidMs,
    withCloseButton: false,
    classNames: { root: "notice", ...parts },
  });
}

/** Tells what failed. */
export function tellFailure(failure: Failure): void {
  tellProblem(sentence(failure));
}

/** Tells why something was not done. */
export function tellProblem(message: string): void {
  notifications.show({
    message,
    icon: <TriangleAlert size={16} strokeWidth={1.75} aria-hidden="true" />,
    role: "alert",
    autoClose: failedMs,
    withCloseButton: true,
    classNames: { root: "notice notice-bad", ...parts },
  });
}
