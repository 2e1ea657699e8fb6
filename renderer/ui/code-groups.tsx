/** A one-time code as people read it aloud. */

/** In groups of three, the last ones whole: six as 3 and 3, eight as 2, 3 and 3. */
export function CodeGroups({ text, className, isSoon = false }: { text: string; className: string; isSoon?: boolean }) {
  const groups: string[] = [];
  for (let end = text.length; end > 0; end -= 3) groups.unshift(text.slice(Math.max(0, end - 3), end));
  return (
    <span className={`mono tab ${className}`} data-soon={isSoon}>
      {groups.map((group, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups have no other name than their place
        <span key={at}>{group}</span>
      ))}
    </span>
  );
}
