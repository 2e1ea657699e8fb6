/** One page of all pictures of the screens, each next to the picture of the same place in another folder, where it has one. */

/** `items-full-900-dark`: place and state, width, theme. */
const named = /^(?<place>.+)-(?<width>\d+)-(?<theme>light|dark)$/;

/** Places that the other folder calls by another name, as it does those that have a picture of their own there. */
export const calledThere: Record<string, string> = {
  "create-sheet": "recovery-sheet",
  "create-team": "firstrun-create",
  forgot: "forgot-passphrase",
  "import-full": "import-preview",
  "import-new-vaults": "import-new-vault",
  "item-edit": "items-edit",
  "items-conflict-value": "conflict-resolve",
  "items-error": "items-conflict",
  "items-item-menu": "item-menu",
  "items-menu": "item-menu",
  "items-move": "item-move",
  "items-needs-you": "needs-you",
  "items-restored-several": "notice-restored",
  "items-trash": "trash",
  "items-version": "history-version",
  "link-compare": "computer-add-new",
  "people-group": "people-groups",
  "people-invite": "invite-dialog",
  "people-invite-ready": "invite-ready",
  "people-member": "people-person",
  "settings-add-computer": "computer-add-old",
  "settings-full": "settings-computers",
  "settings-sheet": "settings-computers",
  "unlock-error": "unlock-wrong",
  "vault-sheet-act-queued": "act-queued",
  waiting: "firstrun-waiting",
};

/** Pictures of the other folder that show what is built: each stands next to one of ours. */
export const usedThere: readonly string[] = [
  ...[
    "act-queued",
    "activity",
    "activity-dark",
    "computer-add-new",
    "computer-add-old",
    "conflict-resolve",
    "conflict-resolve-dark",
  ],
  ...["firstrun-create", "firstrun-waiting", "forgot-passphrase", "forgot-passphrase-dark", "history-version"],
  ...["import-new-vault", "import-preview", "import-progress", "invite-dialog", "invite-dialog-small", "invite-ready"],
  ...["item-menu", "item-move", "items-conflict", "items-dark", "items-edit", "items-empty", "items-light"],
  ...["items-small", "items-small-dark", "needs-you", "notice-restored", "people", "people-groups", "people-person"],
  ...["people-person-dark", "people-person-small", "people-remove", "recovery-sheet", "settings", "settings-computers"],
  ...["trash", "unlock-dark", "unlock-light", "unlock-wrong", "vault-sheet"],
];

/**
 * The other folder's picture for one of ours: the same name, else the nearest of those without width (`-small` is the narrow
 * window), without theme (light), without state. Null where it has none.
 */
export function besideOf(name: string, others: ReadonlySet<string>): string | null {
  const { place = name, width = "", theme = "" } = named.exec(name)?.groups ?? {};
  const places = place.split("-").map((_, at, parts) => parts.slice(0, parts.length - at).join("-"));
  const sizes = Number(width) < 1100 ? ["-small", ""] : [""];
  const themes = theme === "dark" ? ["-dark"] : ["-light", ""];
  const called = places.map((one) => calledThere[one] ?? one);
  const names = called.flatMap((one) => sizes.flatMap((size) => themes.map((tone) => `${one}${size}${tone}`)));
  return [name, ...names].find((one) => others.has(one)) ?? null;
}

export type Picture = { name: string; beside: string | null };

/** The page; addresses are relative to it, those of the other folder begin with `folder`. */
export function indexOf(pictures: readonly Picture[], folder: string): string {
  const shown = ({ name, beside }: Picture): string =>
    `<section><h2>${name}</h2><img src="${name}.png" alt="">${
      beside === null ? "" : `<img src="${encodeURI(`${folder}/${beside}.png`)}" alt="" title="${beside}">`
    }</section>`;
  const style = "body{font:13px sans-serif;margin:24px}section{margin-bottom:32px}img{width:48%;border:1px solid #ccc}";
  return `<!doctype html><meta charset="utf-8"><title>Screens</title><style>${style}</style>${pictures.map(shown).join("\n")}\n`;
}
