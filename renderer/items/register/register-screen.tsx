/** All shared logins that this person may open, in one table: why, who answers, until when; what lacks something stands on top. */
import { ChevronLeft, FileDown, UsersRound } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { RegisterPage, RegisterRow } from "../../../shared/contract/register-shapes.ts";
import type { MemberShape, VaultShape } from "../../../shared/contract/shapes.ts";
import { sentence } from "../../../shared/copy/failures.ts";
import { words } from "../../../shared/copy/words.ts";
import { type RegisterFilter, registerFilters } from "../../../shared/model/register.ts";
import { call, useAnswer } from "../../client/client.ts";
import { tell, tellFailure } from "../../page/notify.tsx";
import { useStep } from "../../page/use-route.ts";
import { Button, Chip, IconButton } from "../../ui/controls.tsx";
import { SearchField } from "../../ui/inputs.tsx";
import { Alert } from "../../ui/rows.tsx";
import { RegisterTable } from "./register-table.tsx";
import { RegisterTrend, useTrend } from "./register-trend.tsx";
import { WhyDialog, type WhyOf } from "./why-dialog.tsx";

/** So many more at a time. */
const rowsAtOnce = 200;
const rowsMost = 500;

type ScreenProps = {
  vaults: VaultShape[];
  members: MemberShape[];
  /** What of it is shown first. */
  first: RegisterFilter;
  onItem(item: string): void;
  onClose(): void;
};

/** In place of list and detail. */
export function RegisterScreen({ vaults, members, first, onItem, onClose }: ScreenProps) {
  const [text, setText] = useState("");
  const [only, setOnly] = useState<RegisterFilter>(first);
  const [limit, setLimit] = useState(rowsAtOnce);
  const [of, setOf] = useState<WhyOf | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const answer = useAnswer("register.list", { text: text.trim(), only, limit });
  const before = useRef<RegisterPage | null>(null);
  if (answer.value !== undefined) before.current = answer.value;
  const page = answer.value ?? before.current;
  useStep("shared-logins");
  useEffect(() => {
    search.current?.focus();
  }, []);
  const say = ({ item, vault, title, shared }: RegisterRow): void =>
    setOf({ item, vault, title, version: null, shared });
  return (
    <main className="detail sheet register" aria-label={words.register.title}>
      <div className="band detail-band">
        <span className="only-small">
          <IconButton icon={ChevronLeft} label={words.act.back} onClick={onClose} />
        </span>
        <span className="grow line cut">
          <UsersRound size={16} strokeWidth={1.75} aria-hidden="true" className="t2 fixed" />
          <h2 className="title cut">{words.register.title}</h2>
        </span>
        <SearchField
          ref={search}
          isInSheet
          hasKey={false}
          aria-label={words.register.search}
          placeholder={words.register.search}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <IconButton icon={FileDown} label={words.register.export} onClick={() => void saveAs({ text, only })} />
      </div>
      <div className="sheet-body">
        {answer.failure !== null && <Alert icon={UsersRound} tone="act" title={sentence(answer.failure)} isNow />}
        {page !== null && (
          <>
            <Head page={page} only={only} onOnly={setOnly} />
            {page.rows.length === 0 ? (
              <Nothing isEmpty={page.counts.all === 0} />
            ) : (
              <RegisterTable rows={page.rows} {...{ vaults, members, onItem }} onSay={say} />
            )}
            {page.total > page.rows.length && limit < rowsMost && (
              <Button kind="quiet" className="add-line" onClick={() => setLimit(rowsMost)}>
                {words.register.more(Math.min(page.total, rowsMost) - page.rows.length)}
              </Button>
            )}
          </>
        )}
      </div>
      {of !== null && <WhyDialog of={of} members={members} onClose={() => setOf(null)} />}
    </main>
  );
}

async function saveAs({ text, only }: { text: string; only: RegisterFilter }): Promise<void> {
  const saved = await call("register.export", { text: text.trim(), only });
  if (saved.ok) tell(words.register.exported(saved.value));
  else if (saved.failure.code !== "cancelled") tellFailure(saved.failure);
}

type HeadProps = { page: RegisterPage; only: RegisterFilter; onOnly(only: RegisterFilter): void };

function Head({ page: { counts, absent }, only, onOnly }: HeadProps) {
  const trend = useTrend(counts.all);
  return (
    <>
      <p className="row-title">
        {words.register.count(counts.all)}{" "}
        {counts.all > 0 && <span className="meta">{words.register.complete(counts.all, counts.complete)}</span>}
      </p>
      {absent > 0 && <p className="meta">{words.register.absent(absent)}</p>}
      {trend?.counts.some((count) => count > 0) && <RegisterTrend trend={trend} />}
      <fieldset className="kind-chips" aria-label={words.register.status}>
        {registerFilters
          .filter((filter) => filter === "all" || filter === only || counts[filter] > 0)
          .map((filter) => (
            <Chip
              key={filter}
              isOn={filter === only}
              count={counts[filter].toLocaleString("en")}
              onPick={() => onOnly(filter)}
            >
              {words.register.filters[filter]}
            </Chip>
          ))}
      </fieldset>
    </>
  );
}

function Nothing({ isEmpty }: { isEmpty: boolean }) {
  return (
    <div className="first">
      <h3 className="row-title">{isEmpty ? words.register.empty : words.register.none}</h3>
      {isEmpty && <p className="t2 first-note">{words.register.emptyNote}</p>}
    </div>
  );
}
