/** What the right side of Items shows: an item, its editor, a new one, or a vault's sheet (`share`: with its people list open), or the register of shared logins. */
export type Mode = "view" | "edit" | "new" | "sheet" | "share" | "register";
