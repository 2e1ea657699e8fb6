/** Words for links that the system handed to the app. */

export const linksWords = {
  links: {
    itemWaits: "The item of the link that you opened is shown once you unlock.",
    joinWaits: "The join code that you opened waits.",
    join: "Join another team",
    joinWhileOpen: "The join code that you opened waits. Lock Latchkey to join another team with it.",
  },
};
