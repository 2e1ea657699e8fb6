/** A fault of the page itself: it is said instead of an empty window, and a lock brings a fresh page. */
import { Component, type ReactNode } from "react";
import { words } from "../shared/copy/words.ts";
import { lockNow } from "./client/lock-now.ts";
import { Button } from "./ui/controls.tsx";

/** Shows its children for as long as they can be drawn. */
export class FaultBoundary extends Component<{ children: ReactNode }, { isFaulty: boolean }> {
  override state = { isFaulty: false };

  static getDerivedStateFromError(): { isFaulty: boolean } {
    return { isFaulty: true };
  }

  override render(): ReactNode {
    return this.state.isFaulty ? <FaultScreen /> : this.props.children;
  }
}

function FaultScreen() {
  return (
    <main className="alone" role="alert">
      <h1 className="screen-title">{words.fault.title}</h1>
      <p className="t2">{words.fault.note}</p>
      <Button kind="main" autoFocus onClick={() => void lockNow()}>
        {words.fault.lock}
      </Button>
    </main>
  );
}
