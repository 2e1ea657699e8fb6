/** What happened to one's own second factor elsewhere, as the server says: somebody who was not them could have done it. */
import { ShieldAlert, X } from "lucide-react";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { shortTime } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { call, queries, useAnswer } from "../client/client.ts";
import { tellFailure } from "../page/notify.tsx";
import { Button, IconButton } from "../ui/controls.tsx";

/** The newest, until its person says that they saw it. */
export function FactorNewsBand({ members, toPage }: { members: MemberShape[]; toPage(): void }) {
  const news = useAnswer("secondFactor.status", {}).value?.news ?? [];
  const [first] = news;
  if (first === undefined) return null;
  const by = members.find(({ user }) => user === first.by)?.name ?? "";
  const seen = async (): Promise<void> => {
    const done = await call("secondFactor.seen", { number: first.number, at: first.at });
    if (!done.ok) tellFailure(done.failure);
    void queries.invalidateQueries({ queryKey: ["secondFactor.status"] });
  };
  const what = first.what === "released" ? words.factor.news.released(by) : words.factor.news[first.what];
  return (
    <aside className="alert-band" aria-label={words.factor.news.name}>
      <ShieldAlert size={16} strokeWidth={1.75} aria-hidden="true" data-tone="att" />
      <p className="grow" role="status">
        <b>{what}.</b> {words.factor.news.since(shortTime(first.at), news.length - 1)}
      </p>
      <Button onClick={toPage}>{words.settings.factor}</Button>
      <IconButton icon={X} label={words.changes.close} onClick={() => void seen()} />
    </aside>
  );
}
