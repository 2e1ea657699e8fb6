/** The state of the editor, and saving. */
import { useState } from "react";
import { codeRule, type Failure } from "../../../shared/failures.ts";
import { tell, tellProblem } from "../../page/notify.tsx";
import { useKeptText } from "../../typed/use-kept-text.ts";
import type { ShownItem } from "../shown/use-shown-item.ts";
import {
  changesOf,
  type Draft,
  draftOf,
  earlierOf,
  type Faults,
  faultsOf,
  isFaulty,
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
  title: string;
  vault: string;
  onDone(item: string | null): void;
  /** Saving was asked for, and something is wrong. */
  onFault(): void;
};

export type Editor = {
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
function useDraft({ shown, resumed, title }: Pick<EditorStart, "shown" | "resumed" | "title">) {
  const [first, setFirst] = useState<Draft>(() => draftOf(shown?.detail ?? null, shown?.openValues ?? {}));
  const [draft, setDraft] = useState<Draft>(() => {
    if (resumed !== null) return withTyped(first, resumed.text);
    return title === "" ? first : { ...first, title };
  });
  return {
    ...{ first, draft, setDraft },
    onRead: (change: (before: Draft) => Partial<Draft>) => {
      setFirst((before) => ({ ...before, ...change(before) }));
      setDraft((before) => ({ ...before, ...change(before) }));
    },
  };
}

/** On which versions of the item the text began. */
function useBeginning(shown: ShownItem | null, text: Resumed | null) {
  const [opened] = useState(() => shown?.detail?.version ?? 0);
  const [isResumed, setResumed] = useState(text !== null);
  const resumed = isResumed && text !== null ? earlierOf(text) : null;
  return {
    ...{ opened, resumed, isResumed },
    // What is kept now may be taken up once more: all of it then began no later than this.
    began: resumed?.base ?? opened,
    anew(first: Draft): Draft {
      setResumed(false);
      return first;
    },
  };
}

/** One saving at a time; what was kept of the editor goes with it. */
function useSending(kept: KeptNow, onSaved: (item: string) => void) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const send = async (asked: () => ReturnType<typeof saveItem>): Promise<void> => {
    setBusy(true);
    setFailure(null);
    await kept.flush();
    const saved = await asked();
    setBusy(false);
    if (!saved.ok) return setFailure(saved.failure);
    void kept.end();
    (saved.value.reason === null ? tell : tellProblem)(savedWords(saved.value));
    onSaved(saved.value.item);
  };
  return { isBusy, failure, send, forget: () => setFailure(null) };
}

/** One for each editing. */
export function useEditor({ shown, resumed, title, vault, onDone, onFault }: EditorStart): Editor {
  const item = shown?.row.item ?? null;
  const beginning = useBeginning(shown, resumed);
  const { first, draft, setDraft, onRead } = useDraft({ shown, resumed, title });
  const [target, setTarget] = useState(shown?.row.vault ?? vault);
  const [hasTried, setTried] = useState(false);
  const files = useFilesDraft(shown?.detail?.attachments ?? []);
  const changed = Object.keys(changesOf(draft, first)).length;
  const base = item === null ? null : beginning.began;
  const text = { ...typedOf(draft, first), ...files.typed };
  const isTouched = Object.keys(text).length > 0;
  const kept = useKeptText(
    resumed?.typed ?? null,
    isTouched ? { kind: "item", vault: target, item, base, text } : null,
  );

  const { isBusy, failure, forget, send } = useSending(kept, (saved) => {
    files.save(saved);
    onDone(saved);
  });
  const save = async (over?: number): Promise<void> => {
    setTried(true);
    if (isBusy) return;
    if (isFaulty(faultsOf(draft)) || isTooLong(draft)) return onFault();
    if (changed === 0) {
      void kept.end();
      if (item !== null) files.save(item);
      return onDone(item);
    }
    await send(() => saveItem({ item, ...beginning, vault: target, draft, first, over, typed: kept.typed() }));
  };
  return {
    ...{ began: beginning.began, isResumed: beginning.isResumed, changed: changed + files.changed, isBusy, failure },
    save: () => void save(),
    discard: () => void kept.end(),
    startOver: beginning.isResumed ? () => setDraft(beginning.anew(first)) : null,
    question: failure?.code === "older-version" ? { yes: () => void save(failure.detail?.number), no: forget } : null,
    saveElsewhere:
      item !== null && failure !== null && codeRule(failure.code).elsewhere === true
        ? (vault) => void send(() => saveAsNew(draft, { vault, typed: kept.typed() }))
        : null,
    fields: {
      isPasswordChanged: draft.password !== first.password,
      draft,
      faults: hasTried ? faultsOf(draft) : noFaults,
      vault: target,
      onVault: setTarget,
      onPut: (change) => setDraft((before) => ({ ...before, ...change })),
      onRead,
      files: files.props,
    },
  };
}
