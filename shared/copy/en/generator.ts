/** Words of the generator of passwords. */
export const generatorWords = {
  generator: {
    open: "Generate password",
    kind: "Kind of password",
    kinds: { random: "Random", words: "Words", pin: "PIN" },
    again: "Another one",
    length: "Length",
    words: "Words",
    digits: "Digits",
    symbols: "Symbols",
    noLookAlikes: "No look-alikes",
    spaces: "Spaces between words",
    capitals: "Capital letters",
    number: "A digit",
    take: "Use this password",
    copy: "Copy password",
    copied: "New password copied",
    offer: "Generate a password",
  },
};
