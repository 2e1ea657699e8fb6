/** The unlocked app: rail, section, status line, and the keys that work in every section. */
import { Fragment, useRef, useState } from "react";
import type { AccountStatus, MemberShape } from "../shared/contract/shapes.ts";
import { useAnswer } from "./client/client.ts";
import { lockNow } from "./client/lock-now.ts";
import { CosignBand } from "./frame/cosign-band.tsx";
import { FactorBand } from "./frame/factor-band.tsx";
import { FactorNewsBand } from "./frame/factor-news.tsx";
import { ImportTime } from "./frame/import-time.tsx";
import { KeysSheet } from "./frame/keys-sheet.tsx";
import { LinkBand } from "./frame/link-band.tsx";
import { Rail } from "./frame/rail.tsx";
import { StatusLine } from "./frame/status-line.tsx";
import { StepUp } from "./frame/step-up.tsx";
import { DroppedFile } from "./import/dropped-file.tsx";
import { ImportScreen } from "./import/import-screen.tsx";
import { type Importing, useImporting } from "./import/use-importing.ts";
import { GeneratorDialog } from "./items/edit/generator-dialog.tsx";
import { AskAgain } from "./items/shown/ask-again.tsx";
import type { Place } from "./items/use-item-list.ts";
import { useKeptFocus } from "./page/kept-focus.ts";
import { useKeys } from "./page/keys.ts";
import { LeaveGuard, useLeave } from "./page/leave-guard.tsx";
import { undoLast } from "./page/notify.tsx";
import type { SectionName } from "./page/routes.ts";
import { ChosenGoneBand } from "./people/chosen-gone-band.tsx";
import { ForkScreen } from "./people/fork-screen.tsx";
import { JoinedToast } from "./people/joined-toast.tsx";
import { NoticeBand } from "./people/notice-band.tsx";
import { usePeopleWaiting } from "./people/people-waiting.ts";
import { RecoveryBand } from "./people/recovery-band.tsx";
import { GateAsked } from "./second-factor/gate-asked.tsx";
import { SettleAsked } from "./second-factor/settle-asked.tsx";
import { sectionsFor } from "./sections.tsx";
import type { SettingsPage } from "./settings/settings-screen.tsx";
import { countOf, useToday } from "./today/today-rows.ts";
import { TakingUp } from "./typed/taken-up.tsx";
import { AlertBand } from "./vaults/alert-band.tsx";
import { ClockBand } from "./vaults/clock-band.tsx";
import { WaitingActs } from "./vaults/waiting-acts.tsx";

/** The sections, and the question before changes are left behind. */
export function UnlockedApp({ status }: { status: AccountStatus }) {
  useKeptFocus();
  return (
    <LeaveGuard>
      <TakingUp>
        <Frame status={status} />
      </TakingUp>
    </LeaveGuard>
  );
}

/** Which section is open, and the ways there; whoever edits is asked first. */
function usePlaces() {
  const [open, setOpen] = useState<SectionName>("items");
  const [isImporting, setImportShown] = useState(false);
  const [isForkShown, setForkShown] = useState(false);
  const [dropped, setDropped] = useState<File | null>(null);
  const place = useRef<Place>({ vault: null, item: null });
  // Where Settings begin: elsewhere once somebody is led to a page of them.
  const settingsPage = useRef<SettingsPage>("lock");
  // Counted up where somebody is led to a place in a section that may be open: it begins there anew.
  const [visit, setVisit] = useState(0);
  const leave = useLeave();
  const setImporting = (isShown: boolean, file: File | null = null): void => {
    setDropped(file);
    setImportShown(isShown);
  };
  const show = (next: SectionName): void => {
    setOpen(next);
    setForkShown(false);
    setImporting(false);
  };
  const go = (next: SectionName): true => {
    settingsPage.current = "lock";
    leave(() => show(next));
    return true;
  };
  const toPlace = (next: SectionName, vault: string | null): void =>
    leave(() => {
      if (vault !== null) place.current = { ...place.current, vault, item: null };
      setVisit((before) => before + 1);
      show(next);
    });
  const toSettings = (page: SettingsPage): void =>
    leave(() => {
      settingsPage.current = page;
      setVisit((before) => before + 1);
      show("settings");
    });
  const toFork = (): void => leave(() => setForkShown(true));
  const toItems = (at: Place): void =>
    leave(() => {
      place.current = at;
      setVisit((before) => before + 1);
      show("items");
    });
  // A link to an item is what its search finds; nothing more is known of it here, not even whether it is there.
  const toItem = (address: string): void => toItems({ vault: null, item: null, text: address });
  const onDropped = (file: File, forget: () => void): void =>
    leave(() => {
      forget();
      setVisit((before) => before + 1);
      setImporting(true, file);
    });
  const fork = { isForkShown, setForkShown, toFork };
  const places = { place, settingsPage, go, toPlace, toItems, toItem, toSettings };
  return { open, visit, isImporting, dropped, ...places, setImporting, onDropped, ...fork };
}

/** An import lies above its screen, and goes on while that is not shown. */
function useImportIn(isShown: boolean, onDone: () => void): Importing {
  const latest = useRef(isShown);
  latest.current = isShown;
  return useImporting(() => latest.current, onDone);
}

function locked(): true {
  void lockNow();
  return true;
}

/** A key that opens something is taken. */
function shown(show: (isShown: boolean) => void): true {
  show(true);
  return true;
}

type BandsProps = Pick<ReturnType<typeof usePlaces>, "toPlace" | "toItem" | "toSettings" | "toFork"> & {
  members: MemberShape[];
};

/** What is told above every section. */
function Bands({ members, toPlace, toItem, toSettings, toFork }: BandsProps) {
  return (
    <>
      <AlertBand members={members} onShow={toPlace} onFork={toFork} />
      <RecoveryBand members={members} />
      <CosignBand members={members} />
      <FactorBand toSetUp={() => toSettings("factor")} />
      <FactorNewsBand members={members} toPage={() => toSettings("factor")} />
      <ChosenGoneBand members={members} onShow={toPlace} />
      <NoticeBand members={members} onShow={toPlace} />
      <ClockBand />
      <LinkBand toItem={toItem} />
    </>
  );
}

/** What stands around every section. */
function Frame({ status }: { status: AccountStatus }) {
  const { open, visit, isImporting, dropped, place, go, toPlace, toItems, toItem, setImporting, onDropped, ...at } =
    usePlaces();
  const [hasKeys, setKeys] = useState(false);
  const [isGenerating, setGenerating] = useState(false);
  const importing = useImportIn(isImporting, () => setImporting(false));
  const members = useAnswer("member.list", {}).value ?? [];
  const isTaken = importing.preview !== null || importing.isReading;
  const profile = status.profiles.find((one) => one.profile === status.profile);
  const { teamName = "", person = "" } = profile ?? {};
  const sections = sectionsFor(status.role);
  const isFrozen = useAnswer("sync.status", {}).value?.frozen === true;
  useKeys({
    lock: locked,
    ...Object.fromEntries(sections.map(({ key, name }) => [key, () => go(name)])),
    undo: undoLast,
    generate: () => shown(setGenerating),
    help: () => shown(setKeys),
  });
  const today = useToday({
    ...{ status, members, toItems, toSection: go, toSettings: at.toSettings },
    toVault: (vault) => toPlace("items", vault),
  });
  const onRegister = (): void => toItems({ vault: null, item: null, register: "all" });
  const does = { onImport: () => setImporting(true), onSection: go, onItem: toItem, onRegister };
  const screenProps = { status, members, teamName, today, place, settingsPage: at.settingsPage, ...does };
  return (
    <div className="frame">
      <Rail
        sections={sections}
        open={open}
        teamName={teamName}
        waiting={{ today: countOf(today), people: usePeopleWaiting(status.role === "admin") }}
        self={{ id: status.user ?? "", name: members.find(({ self }) => self)?.name ?? person }}
        onOpen={go}
        onKeys={() => setKeys(true)}
      />
      <div className="section-area">
        <Bands {...{ members, toPlace, toItem }} toSettings={at.toSettings} toFork={at.toFork} />
        {at.isForkShown && isFrozen ? (
          <ForkScreen members={members} onPeople={() => go("people")} onClose={() => at.setForkShown(false)} />
        ) : isImporting ? (
          <ImportScreen key={visit} {...{ importing, dropped }} onHide={() => setImporting(false)} />
        ) : (
          <Fragment key={visit}>{sections.find(({ name }) => name === open)?.screen(screenProps)}</Fragment>
        )}
      </div>
      <JoinedToast />
      <DroppedFile isBusy={isTaken} onFile={(file) => onDropped(file, importing.forget)} />
      <StatusLine status={status} people={members.filter(({ state }) => state === "active").length} onFork={at.toFork}>
        <WaitingActs members={members} />
        <ImportTime progress={isImporting ? null : importing.progress} onShow={() => setImporting(true)} />
      </StatusLine>
      <Questions />
      {isGenerating && <GeneratorDialog onClose={() => setGenerating(false)} />}
      {hasKeys && <KeysSheet sections={sections} onClose={() => setKeys(false)} />}
    </div>
  );
}

/** What an act may ask for before it goes on. */
function Questions() {
  return (
    <>
      <AskAgain />
      <GateAsked />
      <SettleAsked />
      <StepUp />
    </>
  );
}
