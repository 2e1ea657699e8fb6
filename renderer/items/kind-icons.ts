/** The icon of each kind of item. */
import {
  CreditCard,
  Files,
  FileText,
  KeyRound,
  LifeBuoy,
  type LucideIcon,
  SquareTerminal,
  Webhook,
} from "lucide-react";
import type { ItemKind } from "../../shared/model/kinds/kinds.ts";

export const kindIcons: Record<ItemKind, LucideIcon> = {
  login: KeyRound,
  "api-key": Webhook,
  note: FileText,
  "ssh-key": SquareTerminal,
  card: CreditCard,
  document: Files,
  "recovery-codes": LifeBuoy,
};
