/** Saying how one login of a list stands, wherever the list is shown; nothing before it is known how it stands now. */
import type { HeldLogin } from "../../shared/contract/gate.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { SayFactor } from "./say-factor.tsx";

type OneProps = { login: Pick<HeldLogin, "item" | "title">; isOver?: boolean; onClose(): void };

/** The dialog. */
export function SayOne({ login, isOver = false, onClose }: OneProps) {
  const factor = useAnswer("item.secondFactor", { item: login.item }).value;
  const members = useAnswer("member.list", {}).value ?? [];
  const nameOf = (user: string): string => members.find((one) => one.user === user)?.name || words.acts.somebody;
  if (factor === undefined) return null;
  return <SayFactor row={login} {...{ factor, members, nameOf, isOver, onClose }} />;
}
