/** Words of saying how the second factors of many logins stand, one after the other. */
import { counted } from "./counted.ts";

export const settleInTurnWords = {
  settleInTurn: {
    begin: "Settle in turn…",
    title: (login: string) => `Second factor of ${login}`,
    place: (at: number, all: number, where: string) => `Login ${at} of ${all}${where === "" ? "" : `. ${where}`}`,
    say: "Say so, next",
    goOn: "Next",
    stop: "Stop",
    skip: "Skip",
    back: "Back",
    addCode: "Put its code here…",
    cannot: "You cannot change this login. Somebody who can edit it says how it stands.",
    keys: "A number chooses, Enter says so and goes to the next.",
    overTitle: "That was the last one",
    over: (all: number) => `You went through ${counted(all, "login", "logins")}.`,
    saidCount: (n: number) => `${n} said`,
    codeCount: (n: number) => `${n} with the code here`,
    leftCount: (n: number) => `${n} left as before`,
    overDone: "Done",
  },
};
