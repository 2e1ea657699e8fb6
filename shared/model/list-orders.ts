/** By what a list of items is put in order: its titles, the last change, when they were created, the last use on this computer; the latest first. */
export const listOrders = ["title", "changed", "created", "used"] as const;
export type ListOrder = (typeof listOrders)[number];
