/** The second factor of a login, in the aside of its detail: how it stands, why, and the way to say it. */
import { useState } from "react";
import type { FactorShape } from "../../shared/contract/item-factor.ts";
import type { ItemRow, MemberShape } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { useAnswer } from "../client/client.ts";
import { standingBadges } from "../page/standing-badges.ts";
import { Badge, Button } from "../ui/controls.tsx";
import { DeclineException } from "./decline-exception.tsx";
import { About } from "./factor-about.tsx";
import { whyItStands } from "./factor-words.ts";
import { SayFactor } from "./say-factor.tsx";
import { SignExemption } from "./sign-exemption.tsx";

export type AnsweredFactor = { value: FactorShape | undefined; failure: Failure | null; isAnswered: boolean };

/** What is known of a login; `isAnswered` from the beginning for everything else, which has none. */
export function useFactor({ item, kind }: ItemRow): AnsweredFactor {
  const isLogin = kind === "login";
  const { value, failure } = useAnswer("item.secondFactor", { item }, isLogin);
  return { value, failure, isAnswered: !isLogin || value !== undefined || failure !== null };
}

type PartProps = {
  row: ItemRow;
  factor: AnsweredFactor;
  members: readonly MemberShape[];
  nameOf(user: string): string;
};

/** Nothing for what is no login. */
export function FactorPart({ row, factor: { value, failure }, members, nameOf }: PartProps) {
  const [open, setOpen] = useState<"say" | "sign" | "decline" | null>(null);
  if (row.kind !== "login") return null;
  const close = (): void => setOpen(null);
  return (
    <section className="factor-part" aria-label={words.loginFactor.title}>
      <h3 className="line">
        <span className="section grow">{words.loginFactor.title}</span>
        {value !== undefined && (
          <Badge {...standingBadges[value.standing]}>{words.loginFactor.standings[value.standing]}</Badge>
        )}
      </h3>
      {failure !== null && <p className="meta">{sentence(failure)}</p>}
      {value !== undefined && (
        <>
          <p className="meta factor-why">{whyItStands(value, nameOf)}</p>
          {value.canSign && <Button onClick={() => setOpen("sign")}>{words.loginFactor.sign}</Button>}
          {value.canSign && <Button onClick={() => setOpen("decline")}>{words.gate.decline}</Button>}
          {value.canSay && <Button onClick={() => setOpen("say")}>{words.loginFactor.say}</Button>}
          <About about={value.about} />
          {open === "say" && <SayFactor row={row} factor={value} members={members} nameOf={nameOf} onClose={close} />}
          {open === "decline" && <DeclineException row={row} factor={value} nameOf={nameOf} onClose={close} />}
          {open === "sign" && <SignExemption row={row} factor={value} nameOf={nameOf} onClose={close} />}
        </>
      )}
    </section>
  );
}
