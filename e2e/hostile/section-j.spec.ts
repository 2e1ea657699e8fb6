/** Section J: the audit log is written from its first event on, with the work that brings it. */
import { checkSection } from "./attack.ts";

const later = { later: "audit events" };

checkSection("J", { 115: later, 118: later, 119: later });
