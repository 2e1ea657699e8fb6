/** What the control of a field is given. */
import type { KindField } from "./kind-draft.ts";

export type ControlProps = {
  item: string | null;
  field: KindField;
  /** Where its present value can be read: one address, or one for each code; empty where there is none. */
  addresses: string[];
  value: string | null;
  onChange(value: string): void;
  onRead(value: string): void;
};
