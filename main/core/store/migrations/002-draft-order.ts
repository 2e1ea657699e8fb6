/**
 * A draft may wait for another one: the deletion at the end of a move is pushed only once the item stands in its new
 * vault [protocol: Vault chain]. Frozen.
 */
export const draftOrder = `
-- The draft that must be in the chain before this one is pushed; null for most. Stands again inside what is sealed.
ALTER TABLE drafts ADD COLUMN after_draft TEXT;
`;
