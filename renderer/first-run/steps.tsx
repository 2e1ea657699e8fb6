/** The frame of the first steps: where one is on the left, one question on the right, the way on at the foot. */
import { Check, KeyRound } from "lucide-react";
import type { ReactNode } from "react";
import { words } from "../../shared/copy/words.ts";
import type { Route } from "../page/routes.ts";
import { useRoute } from "../page/use-route.ts";

export type StepsProps = {
  route: Route;
  heading: string;
  steps: string[];
  at: number;
  aside?: string;
  title: string;
  note: string;
  foot: ReactNode;
  children: ReactNode;
};

/** One step. */
export function Steps({ route, heading, steps, at, aside, title, note, foot, children }: StepsProps) {
  useRoute(route);
  return (
    <div className="steps">
      <aside className="steps-side">
        <div className="line">
          <span className="mark app-mark">
            <KeyRound size={14} />
          </span>
          <span className="section">{words.app}</span>
        </div>
        <div className="t3" style={{ margin: "26px 0 12px" }}>
          {heading}
        </div>
        <ol className="steps-list">
          {steps.map((step, index) => (
            <li
              key={step}
              data-state={index < at ? "done" : index === at ? "now" : "later"}
              aria-current={index === at ? "step" : undefined}
            >
              <span className="step-dot">{index < at ? <Check size={12} strokeWidth={2.1} /> : index + 1}</span>
              {step}
            </li>
          ))}
        </ol>
        <p className="meta steps-aside">{aside}</p>
      </aside>
      <main className="steps-main">
        <div className="steps-scroll">
          <div className="steps-body">
            <div className="meta">{words.create.of(at + 1, steps.length)}</div>
            <h1 className="screen-title" style={{ marginTop: 4 }}>
              {title}
            </h1>
            <p className="t2" style={{ margin: "6px 0 24px" }}>
              {note}
            </p>
            {children}
          </div>
        </div>
        <footer className="steps-foot">
          <div className="steps-body line" style={{ justifyContent: "space-between" }}>
            {foot}
          </div>
        </footer>
      </main>
    </div>
  );
}
