/** The state of the editor, and saving. */
import { useRef, useState } from "react";
import type { CommandOutput } from "../../../shared/contract/commands.ts";
import { codeRule, type Failure } from "../../../shared/failures.ts";
import { tell, tellProblem } from "../../page/notify.tsx";
import { useKeptText } from "../../typed/use-kept-text.ts";
import type { ShownItem } from "../shown/use-shown-item.ts";
import {
  begun,
  changesOf,
  type Draft,
  draftOf,
  earlierOf,
  type Faults,
  faultsOf,
  isFaulty,
  type NewItem,
  type Resumed,
  typedOf,
  withTyped,
} from "./draft.ts";
import type { EditorFieldsProps } from "./editor-fields.tsx";
import { isTooLong } from "./excess.ts";
import { saveAsNew, savedWords, saveItem } from "./save-item.ts";
import { useFilesDraft } from "./use-files-draft.ts";

type KeptNow = ReturnType<typeof useKeptText>;
type EditorStart = {
  shown: ShownItem | null;
  /** What was typed before and is taken up again. */
  resumed: Resumed | null;
  /** What a new one begins as. */
  start: NewItem;
  vault: string;
  onDone(item: string | null): void;
  /** Saving was asked for, and something is wrong. */
  onFault(): void;
};

export type Editor = {
  /** Null while it is a new one. */
  item: string | null;
  /** The version of the item that the text began on, with what was typed before; 0: none is in the chain. */
  began: number;
  /** What was typed before stands in the fields. */
  isResumed: boolean;
  /** How many fields differ from the item. */
  changed: number;
  isBusy: boolean;
  failure: Failure | null;
  save(): void;
  /** Leaves what was typed; nothing of it is kept. */
  discard(): void;
  /** The item as it is, without what was typed before; null where nothing was taken up. */
  startOver: (() => void) | null;
  /** An older version is shown for want of the newest: whether to save on top of it; null where nothing is asked. */
  question: { yes(): void; no(): void } | null;
  /** Saves it as a new login of this vault; null where it can be saved where it is. */
  saveElsewhere: ((vault: string) => void) | null;
  fields: Pick<
    EditorFieldsProps,
    "isPasswordChanged" | "draft" | "faults" | "vault" | "onVault" | "onPut" | "onRead" | "files"
  >;
};

const noFaults: Faults = { title: false, urls: [], fields: [] };

/** What stands in the editor, and as what it began. */
function useDraft({ shown, resumed, start }: Pick<EditorStart, "shown" | "resumed" | "start">) {
  const [first, setFirst] = useState<Draft>(() => draftOf(shown?.detail ?? null, shown?.openValues ?? {}));
  const [draft, setDraft] = useState<Draft>(() => {
    if (resumed !== null) return withTyped(first, resumed.text);
    return shown === null ? begun(first, start) : first;
  });
  return {
    ...{ first, setFirst, draft, setDraft },
    onRead: (change: (before: Draft) => Partial<Draft>) => {
      setFirst((before) => ({ ...before, ...change(before) }));
      setDraft((before) => ({ ...before, ...change(before) }));
    },
  };
}

type Saved = CommandOutput<"item.save">;

/** Of which item, and on which of its versions the text began. */
function useBeginning(shown: ShownItem | null, text: Resumed | null) {
  const [{ item, opened }, setBegun] = useState({
    item: shown?.row.item ?? null,
    opened: shown?.detail?.version ?? 0,
  });
  const [isResumed, setResumed] = useState(text !== null);
  const resumed = isResumed && text !== null ? earlierOf(text) : null;
  return {
    ...{ item, opened, resumed, isResumed },
    // What is kept now may be taken up once more: all of it then began no later than this.
    began: resumed?.base ?? opened,
    anew(first: Draft): Draft {
      setResumed(false);
      return first;
    },
    /** Goes on from what was just saved. */
    onSaved({ item, version }: Saved): void {
      setResumed(false);
      setBegun((before) => ({ item, opened: version ?? before.opened }));
    },
  };
}

type Saving = {
  beginning: ReturnType<typeof useBeginning>;
  text: ReturnType<typeof useDraft>;
  files: ReturnType<typeof useFilesDraft>;
  kept: KeptNow;
  vault: string;
} & Pick<EditorStart, "onDone" | "onFault">;

/** One saving at a time. What is typed or added before the answer comes is not lost: text stays in the editor, files go along. */
function useSending({ beginning, text, files, kept, onDone }: Saving) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const latest = useRef({ draft: text.draft, files });
  latest.current = { draft: text.draft, files };
  const send = async (draft: Draft, asked: () => ReturnType<typeof saveItem>): Promise<void> => {
    setBusy(true);
    setFailure(null);
    await kept.flush();
    const saved = await asked();
    setBusy(false);
    if (!saved.ok) return setFailure(saved.failure);
    (saved.value.reason === null ? tell : tellProblem)(savedWords(saved.value, draft.title.trim()));
    const now = latest.current;
    if (Object.keys(typedOf(now.draft, draft)).length > 0) {
      text.setFirst(draft);
      return beginning.onSaved(saved.value);
    }
    void kept.end();
    now.files.save(saved.value.item, draft.title.trim());
    onDone(saved.value.item);
  };
  return { isBusy, failure, send, forget: () => setFailure(null) };
}

/** Saving where the item is, or as a new login of another vault where it can no longer be. */
function useSaving(saving: Saving) {
  const { beginning, text, files, kept, vault, onDone, onFault } = saving;
  const { isBusy, failure, forget, send } = useSending(saving);
  const [hasTried, setTried] = useState(false);
  const { first, draft } = text;
  const save = async (over?: number): Promise<void> => {
    setTried(true);
    if (isBusy) return;
    if (isFaulty(faultsOf(draft)) || isTooLong(draft)) return onFault();
    if (Object.keys(changesOf(draft, first)).length === 0) {
      void kept.end();
      if (beginning.item !== null) files.save(beginning.item, draft.title.trim());
      return onDone(beginning.item);
    }
    await send(draft, () => saveItem({ ...beginning, vault, draft, first, over, typed: kept.typed() }));
  };
  const saveElsewhere = (other: string): void =>
    void send(draft, () => saveAsNew(draft, { vault: other, typed: kept.typed() }));
  return { failure, forget, isBusy, hasTried, save, saveElsewhere };
}

/** One for each editing. */
export function useEditor({ shown, resumed, start, vault, onDone, onFault }: EditorStart): Editor {
  const beginning = useBeginning(shown, resumed);
  const { item, began, isResumed, anew } = beginning;
  const text = useDraft({ shown, resumed, start });
  const { first, draft, setDraft, onRead } = text;
  const [target, setTarget] = useState(shown?.row.vault ?? vault);
  const files = useFilesDraft(shown?.detail?.attachments ?? []);
  const changed = Object.keys(changesOf(draft, first)).length;
  const typed = { ...typedOf(draft, first), ...files.typed };
  const isTouched = Object.keys(typed).length > 0;
  const kept = useKeptText(
    resumed?.typed ?? null,
    isTouched ? { kind: "item", vault: target, item, base: item === null ? null : began, text: typed } : null,
  );
  const saving = useSaving({ beginning, text, files, kept, vault: target, onDone, onFault });
  const { failure, forget, save } = saving;
  const mayGoElsewhere = item !== null && failure !== null && codeRule(failure.code).elsewhere === true;
  return {
    ...{ item, began, isResumed, changed: changed + files.changed, isBusy: saving.isBusy, failure },
    save: () => void save(),
    discard: () => void kept.end(),
    startOver: isResumed ? () => setDraft(anew(first)) : null,
    question: failure?.code === "older-version" ? { yes: () => void save(failure.detail?.number), no: forget } : null,
    saveElsewhere: mayGoElsewhere ? saving.saveElsewhere : null,
    fields: {
      isPasswordChanged: draft.password !== first.password,
      draft,
      faults: saving.hasTried ? faultsOf(draft) : noFaults,
      vault: target,
      onVault: setTarget,
      onPut: (change) => setDraft((before) => ({ ...before, ...change })),
      onRead,
      files: files.props,
    },
  };
}
