/** Settings: a plain list of groups with search; only what really can be set, and plain facts about the rest. */
import {
  AppWindow,
  ChevronLeft,
  FileInput,
  FileOutput,
  Laptop,
  Lock,
  type LucideIcon,
  Scale,
  Server,
  ShieldCheck,
  SunMoon,
  UserRound,
} from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { AccountStatus, MemberShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { Desktop } from "../../shared/model/desktop-choices.ts";
import { useAnswer } from "../client/client.ts";
import { isFound } from "../page/fold-text.ts";
import { useKeys } from "../page/keys.ts";
import { placeOf } from "../page/list-keys.ts";
import { useCovering } from "../page/use-covering.ts";
import { useRoute, useStep } from "../page/use-route.ts";
import { IconButton } from "../ui/controls.tsx";
import { SearchField } from "../ui/inputs.tsx";
import { AppearancePage } from "./appearance-page.tsx";
import { DesktopPage } from "./desktop-page.tsx";
import { ExportPage } from "./export-page.tsx";
import { FactorPage } from "./factor-page.tsx";
import { ImportsPage } from "./imports-page.tsx";
import { LockPage } from "./lock-page.tsx";
import { PassphrasePage } from "./passphrase-page.tsx";
import { RulesPage } from "./rules-page.tsx";
import { ServerPage } from "./server-page.tsx";
import { IfLost, SheetPage } from "./sheet-page.tsx";

/** The pages of Settings. */
export type SettingsPage =
  | "lock"
  | "appearance"
  | "desktop"
  | "passphrase"
  | "sheet"
  | "factor"
  | "rules"
  | "imports"
  | "export"
  | "server";
type Group = { name: string; pages: { page: SettingsPage; icon: LucideIcon }[] };

const groupsOf = (teamName: string, hasDesktop: boolean): Group[] => [
  {
    name: words.settings.computer,
    pages: [
      { page: "lock", icon: Lock },
      { page: "appearance", icon: SunMoon },
      ...(hasDesktop ? [{ page: "desktop", icon: AppWindow } as const] : []),
    ],
  },
  {
    name: words.settings.you,
    pages: [
      { page: "passphrase", icon: UserRound },
      { page: "sheet", icon: Laptop },
      { page: "factor", icon: ShieldCheck },
    ],
  },
  {
    name: teamName || words.settings.team,
    pages: [
      { page: "rules", icon: Scale },
      { page: "imports", icon: FileInput },
      { page: "export", icon: FileOutput },
      { page: "server", icon: Server },
    ],
  },
];

/** Which pages are found, which one is open, and the arrow keys that go from one to the next, from the search too. */
function usePages(groups: Group[], first: SettingsPage) {
  const [picked, setPage] = useState<SettingsPage>(first);
  const [text, setText] = useState("");
  const found = groups
    .flatMap(({ pages }) => pages.map((one) => one.page))
    .filter((one) => isFound(text, words.settings[one], words.settings.holds[one]));
  const page = found.includes(picked) ? picked : (found[0] ?? picked);
  const keyPressed = (event: KeyboardEvent<HTMLElement>): void => {
    const to = placeOf(event, found.indexOf(page), found.length);
    if (to === null) return;
    event.preventDefault();
    const next = found[to];
    if (next === undefined) return;
    setPage(next);
    const side = event.currentTarget.querySelector<HTMLElement>(`[data-page="${next}"]`);
    if (event.target instanceof HTMLButtonElement) side?.focus();
    else side?.scrollIntoView({ block: "nearest" });
  };
  return { page, setPage, text, setText, found, keyPressed };
}

type ScreenProps = { status: AccountStatus; members: MemberShape[]; teamName: string; first: SettingsPage };

/** The screen; it begins at `first`. */
export function SettingsScreen({ status, members, teamName, first }: ScreenProps) {
  useRoute("settings");
  const search = useRef<HTMLInputElement>(null);
  const desktop = useAnswer("desktop.get", {}).value ?? null;
  const groups = groupsOf(teamName, desktop !== null);
  const { page, setPage, text, setText, found, keyPressed } = usePages(groups, first);
  useStep(`settings-${page}`);
  const covering = useCovering(true);
  useEffect(() => {
    search.current?.focus();
  }, []);
  useKeys({
    // Enter in the search, and on an entry, leads into the page where it covers the list.
    main: () => found.length > 0 && covering.enter(),
    search: () => {
      covering.close(search.current);
      search.current?.focus();
      search.current?.select();
      return true;
    },
  });
  return (
    <div className="settings" data-detail-open={covering.isOpen}>
      <aside className="side-col wide" aria-label={words.section.settings} onKeyDown={keyPressed}>
        <div className="band">
          <SearchField
            ref={search}
            aria-label={words.settings.search}
            placeholder={words.settings.search}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <div className="side-list">
          {groups.map(({ name, pages }) => (
            <Pages
              key={name}
              name={name}
              pages={pages.filter((one) => found.includes(one.page))}
              page={page}
              onPage={(one) => {
                setPage(one);
                covering.open();
              }}
            />
          ))}
          {found.length === 0 && <p className="list-note">{words.settings.none(text.trim())}</p>}
        </div>
      </aside>
      <OpenPage {...{ page, status, members, teamName, desktop }} onPage={setPage} onBack={() => covering.close()} />
    </div>
  );
}

type OpenPageProps = {
  page: SettingsPage;
  status: AccountStatus;
  members: MemberShape[];
  teamName: string;
  desktop: Desktop | null;
  onPage(page: SettingsPage): void;
  onBack(): void;
};

function OpenPage({ page, status, members, teamName, desktop, onPage, onBack }: OpenPageProps) {
  return (
    <main className="detail" aria-label={words.settings[page]}>
      <div className="band detail-band">
        <span className="back">
          <IconButton icon={ChevronLeft} label={words.act.back} onClick={onBack} />
        </span>
        <h1 className="title grow">{words.settings[page]}</h1>
        <span className="meta band-note">{isSavedAtOnce(page) && words.settings.saved}</span>
      </div>
      <div className={page === "sheet" ? "detail-cols settings-cols" : "settings-cols"}>
        <div className="detail-body settings-body">
          {page === "lock" && <LockPage status={status} />}
          {page === "passphrase" && <PassphrasePage status={status} teamName={teamName} />}
          {page === "sheet" && <SheetPage status={status} teamName={teamName} />}
          {page === "factor" && <FactorPage />}
          {page === "rules" && <RulesPage {...{ status, members }} toFactor={() => onPage("factor")} />}
          {page === "imports" && <ImportsPage />}
          {page === "export" && <ExportPage status={status} teamName={teamName} />}
          {page === "appearance" && <AppearancePage appearance={status.appearance} />}
          {page === "desktop" && desktop !== null && <DesktopPage desktop={desktop} />}
          {page === "server" && <ServerPage status={status} teamName={teamName} />}
        </div>
        {page === "sheet" && <IfLost />}
      </div>
    </main>
  );
}

const isSavedAtOnce = (page: SettingsPage): boolean => page === "lock" || page === "appearance" || page === "desktop";

type PagesProps = Group & { page: SettingsPage; onPage(page: SettingsPage): void };

function Pages({ name, pages, page, onPage }: PagesProps) {
  if (pages.length === 0) return null;
  return (
    <>
      <h2 className="side-head">{name}</h2>
      {pages.map(({ page: one, icon: Icon }) => (
        <div key={one} className="side-entry" data-current={one === page}>
          <button
            type="button"
            className="side-name"
            data-page={one}
            aria-current={one === page ? "true" : undefined}
            onClick={() => onPage(one)}
          >
            <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
            <span className="cut">{words.settings[one]}</span>
          </button>
        </div>
      ))}
    </>
  );
}
