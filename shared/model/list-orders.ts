/** By what a list of items is put in order: its titles, the last change, the last use on this computer; the latest first. */
export const listOrders = ["title", "changed", "used"] as const;
export type ListOrder = (typeof listOrders)[number];
