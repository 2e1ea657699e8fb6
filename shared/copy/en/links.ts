/** Words for links that the system handed to the app. */

export const linksWords = {
  links: {
    itemWaits: "Unlock to see the item that the link leads to.",
    name: "Opened link",
    toItem: "You opened a link to an item.",
    openItem: "Open item",
    notNow: "Not now",
    joinWaits: "You opened a link with a join code.",
    join: "Join another team",
    joinWhileOpen: "You opened a link with a join code. Lock Latchkey to join another team with it.",
  },
};
