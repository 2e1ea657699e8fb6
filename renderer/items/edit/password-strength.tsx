/** How strong a typed password is, in a word. */
import { Check, TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { words } from "../../../shared/copy/words.ts";
import { call } from "../../client/client.ts";

const afterMs = 150;
const strongFrom = 3;

/** Nothing before the core has said. */
export function PasswordStrength({ password }: { password: string }) {
  const [score, setScore] = useState<number | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(() => {
      void call("password.rate", { password }).then((rated) => {
        if (isCurrent && rated.ok) setScore(rated.value.score);
      });
    }, afterMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [password]);
  if (score === null) return null;
  const isStrong = score >= strongFrom;
  const Icon = isStrong ? Check : TriangleAlert;
  return (
    <>
      <Icon size={14} strokeWidth={2.1} className={isStrong ? "ok" : "att"} aria-hidden="true" />
      <b className={isStrong ? "ok" : "t1"}>{words.strength.names[score]}</b>
    </>
  );
}
