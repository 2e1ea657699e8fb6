/** Words of a recovery by two of several people: whom one chooses, whom one can help, and the new computer that asks them. */
import { counted } from "./counted.ts";

export const recoveryPeopleWords = {
  recoveryPeople: {
    heading: "People who bring you back",
    title: "Any two of the people you choose bring you back",
    none: "If all your computers are lost. One of them alone can do nothing, and nothing of yours opens for them.",
    lostWith: (needsAdmin: boolean) =>
      needsAdmin
        ? "Two of the people you chose bring you back, with an admin, after a day"
        : "Two of the people you chose bring you back",
    ownNote:
      "With the help of two of the people you chose, on a new computer. If it is not you, stop it now, then choose other people.",
    chosen: (names: string, on: string) => `${names}. Chosen ${on}`,
    gone: (names: string) => `${names} can help no longer. Choose again, so that two others can.`,
    goneBand: (names: string) =>
      names === "" ? "Somebody you chose can help you no longer." : `${names} can help you to come back no longer.`,
    goneAdvice: "Choose others, so that two people can.",
    changed: (names: string) =>
      `${names} came back with other keys since you compared them, and holds a share of yours. Compare again under People, or choose others.`,
    goneBadge: "Choose again",
    choose: "Choose people…",
    anew: "Choose others…",
    chooseTitle: "Choose people who bring you back",
    chooseNote:
      "Two to eight people whose voices you know. Each of them sees in their settings that they can help you. Two of them who work together could act as you: choose people who would not.",
    chooseWho: "People",
    nobody: "Nobody else in your team can be chosen yet",
    many: (count: number) => `${counted(count, "person", "people")} chosen. At least two, at most eight`,
    replaces: "The people you chose before can help no longer as soon as the new ones can.",
    chooseDone: "Continue",
    revoke: "End it…",
    revokeName: "the help of the people you chose",
    revokeNote: "As soon as you confirm, their shares open nothing more.",
    revokeDone: "End it",
    revoked: "The people you chose can help no longer",
    ask: "Type your passphrase to choose these people",
    askDone: "Choose them",
    inForce: "Any two of them can bring you back now",
    canHelp: (name: string) => `You can help ${name} to come back`,
    canHelpNote: (on: string) => `You hold a share since ${on}. Alone it opens nothing.`,
    help: (name: string) => `Help ${name}…`,
    helpAsk: (name: string) => `Type your passphrase to help ${name}`,
    helpBegin: "Begin",
    helpTitle: (name: string) => `Help ${name} to come back`,
    helpNote: (name: string) =>
      `Talk to ${name}, by voice or in person, while you do this. Stop if you do not know the voice: anybody who has their computer reads mail and chat too.`,
    readOut: (name: string) => `On ${name}’s new computer, under “Ask people you chose”, they type`,
    readCode: (name: string) => `Read this to ${name}`,
    theyType: "They type it into the new computer.",
    typeTheirs: (name: string) => `Type what ${name} reads to you`,
    right: "This code is right. Now they type the other one.",
    ready: "Both codes are right",
    give: "Give your share",
    given: "The new computer has your share. A second person has to help too.",
    after: "The recovery begins only with a second share. Everybody is told of it, and it can be stopped.",
    overTitle: "No share was given",
    over: "The link between the two computers has ended.",
    choice: "Ask people you chose",
    choiceNote: "Any two of them bring you back, without a sheet",
    newHeading: "Recover with two people",
    steps: ["Server and number", "Your passphrase", "Compare", "Ready"],
    aside: "The server cannot recover you, and neither can one person alone. Two people you chose do, each by voice.",
    whereTitle: "Type what the first person reads to you",
    whereNote: "Call them. They open Settings, Computers and sheets, and choose “Help…” beside your name.",
    nextTitle: "Type the number that the second person reads to you",
    nextNote: (name: string) => `${name} has helped. Call another of the people you chose.`,
    unfit: (wrong: string | null) =>
      wrong === null
        ? "The shares do not fit together. Ask one more person: any two that fit are enough."
        : `${wrong} gave a share that is not the right one. Ask another person.`,
    compareNote: "If both codes are right, nobody stands between you and them, not even the server.",
    readMine: "Read this to them",
    theyTypeThere: "They type it into their computer.",
    typeOther: "Type what they read to you",
    theyAnswered: (name: string, person: string) => `${name} answered, to help ${person}`,
    waitsShare: "The code was right. They have to finish on their computer",
    enough: "Two people have helped",
    enoughNote:
      "Begin the recovery: your team is told. If you are not its only admin, an admin confirms it after a day.",
    begin: "Begin the recovery",
  },
};
